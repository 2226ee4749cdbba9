package dev.shoal.peer.internal.fetch;

import java.util.Optional;

/**
 * A part of a file that is asked for. Immutable.
 *
 * @param offset of its first byte
 * @param length bytes; -1: up to the end, wherever that is
 * @param total bytes of the whole file; -1 while that is not known
 */
public record FileRange(long offset, long length, long total) {
  private static final FileRange ALL = new FileRange(0, -1, -1);

  /** All of a file of which nothing is known. */
  public static FileRange all() {
    return ALL;
  }

  /** All of a file. */
  static FileRange allOf(long total) {
    return new FileRange(0, total, total);
  }

  /** The last byte's offset. */
  long last() {
    return offset + length - 1;
  }

  /** Whether it is all of the file. */
  boolean isWhole() {
    return offset == 0 && length == total;
  }

  /** As the Range header has it; empty: there is none, as all of the file is wanted. */
  Optional<String> header() {
    return length < 0 ? Optional.empty() : Optional.of("bytes=" + offset + "-" + last());
  }
}
