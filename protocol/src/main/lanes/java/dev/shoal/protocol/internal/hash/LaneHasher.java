package dev.shoal.protocol.internal.hash;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Hashes groups of messages in lanes, and what is left over with the plain digest. */
final class LaneHasher implements MessageHasher {
  private final Sha256Lanes lanes = new Sha256Lanes();
  private final int least;
  private final PlainHasher rest;

  LaneHasher(int least, MessageDigest sha256) {
    this.least = least;
    this.rest = new PlainHasher(sha256);
  }

  @Override
  public void hash(ByteBuffer messages, int length, byte[] hashes, int offset) {
    int at = offset;
    if (length % Sha256Lanes.BLOCK == 0) {
      int whole = messages.remaining() / length;
      while (whole >= least) {
        int group = Math.min(whole, Sha256Lanes.COUNT);
        lanes.hash(messages, messages.position(), length, group);
        lanes.copyTo(hashes, at, group);
        messages.position(messages.position() + group * length);
        at += group * HASH_LENGTH;
        whole -= group;
      }
    }
    rest.hash(messages, length, hashes, at);
  }
}
