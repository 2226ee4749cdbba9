package dev.shoal.protocol.internal.hash;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** One group of short messages, hashed in lanes again and again. Not thread-safe. */
final class LaneProbe {
  /** Short, so that even lanes that are still interpreted end it within some 20 ms. */
  private static final int MESSAGE_LENGTH = 1024;

  private final LongSupplier nanoTime;
  private final MessageHasher lanes;
  private final ByteBuffer messages;
  private final byte[] expected;
  private final byte[] hashes;
  private long best = Long.MAX_VALUE;

  LaneProbe(LongSupplier nanoTime, Lanes lanes, MessageDigest sha256) {
    this.nanoTime = nanoTime;
    this.lanes = lanes.newHasher(1, sha256);
    messages = ByteBuffer.allocate(lanes.count() * MESSAGE_LENGTH);
    for (int i = 0; i < messages.capacity(); i++) {
      messages.put(i, (byte) (i * 31 + (i >> 8)));
    }
    expected = new byte[lanes.count() * MessageHasher.HASH_LENGTH];
    new PlainHasher(sha256).hash(messages, MESSAGE_LENGTH, expected, 0);
    hashes = new byte[expected.length];
  }

  /** Hashes the group once; false if the hashes are wrong. */
  boolean run() {
    messages.rewind();
    long start = nanoTime.getAsLong();
    lanes.hash(messages, MESSAGE_LENGTH, hashes, 0);
    best = Math.min(best, nanoTime.getAsLong() - start);
    return Arrays.equals(hashes, expected);
  }

  /** Nanoseconds a byte of the fastest run, all lanes in use. */
  double nanosPerByte() {
    return (double) best / messages.capacity();
  }

  /** The fewest messages that take longer one by one, at that speed, than a group does. */
  int least(double plainNanosPerByte) {
    return (int) (best / (plainNanosPerByte * MESSAGE_LENGTH)) + 1;
  }
}
