package dev.shoal.protocol.internal.hash;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.LongSupplier;

/** Hashes with the plain digest until a trial has settled what is the fastest. */
final class ChosenHasher implements MessageHasher {
  /** What takes too short a time tells nothing about speed. */
  private static final int TIMED_BYTES = 16 * 1024;

  private final MessageDigest sha256;
  private final LaneTrial trial;
  private final LongSupplier nanoTime;
  private MessageHasher hasher;
  private boolean settled;

  ChosenHasher(MessageDigest sha256, LaneTrial trial, LongSupplier nanoTime) {
    this.sha256 = sha256;
    this.trial = trial;
    this.nanoTime = nanoTime;
    this.hasher = new PlainHasher(sha256);
  }

  @Override
  public void hash(ByteBuffer messages, int length, byte[] hashes, int offset) {
    int bytes = messages.remaining();
    if (settled() || bytes < TIMED_BYTES) {
      hasher.hash(messages, length, hashes, offset);
      return;
    }
    long start = nanoTime.getAsLong();
    hasher.hash(messages, length, hashes, offset);
    trial.plainTook(bytes, nanoTime.getAsLong() - start);
  }

  private boolean settled() {
    if (!settled) {
      LaneTrial.Verdict verdict = trial.verdict();
      if (verdict != null) {
        settled = true;
        if (verdict.lanes() != null) {
          hasher = verdict.lanes().newHasher(verdict.least(), sha256);
        }
      }
    }
    return settled;
  }
}
