package dev.shoal.tracker.internal.fuzz;

import java.util.Arrays;

/** The fuzzer's bytes, read as small decisions. Past its end every decision is 0. */
final class Input {
  private final byte[] bytes;
  private int at;

  Input(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isAtEnd() {
    return at == bytes.length;
  }

  /** How many bytes were read. */
  int position() {
    return at;
  }

  /** From 0 to 255. */
  int next() {
    return isAtEnd() ? 0 : bytes[at++] & 0xFF;
  }

  /** From 0 to one less than the bound, which is at most 256. */
  int below(int bound) {
    return next() % bound;
  }

  /** Eight bytes. */
  long word() {
    long word = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      word = word << Byte.SIZE | next();
    }
    return word;
  }

  /** So many bytes, or what is left. */
  byte[] take(int length) {
    byte[] taken = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + length));
    at += taken.length;
    return taken;
  }
}
