package dev.shoal.peer.internal.fetch;

/**
 * A part of a file that is asked for. Immutable.
 *
 * @param offset of its first byte
 * @param length bytes, at least 1
 * @param total bytes of the whole file; -1 while that is not known
 */
public record FileRange(long offset, long length, long total) {
  /** The last byte's offset. */
  long last() {
    return offset + length - 1;
  }

  /** Whether it is all of the file. */
  boolean isWhole() {
    return offset == 0 && length == total;
  }

  /** As the Range header has it. */
  String header() {
    return "bytes=" + offset + "-" + last();
  }
}
