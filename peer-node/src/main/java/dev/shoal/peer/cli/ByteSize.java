package dev.shoal.peer.cli;

/**
 * A size given on the command line.
 *
 * @param bytes not negative
 */
record ByteSize(long bytes) {
  /**
   * See {@link Units#parseSize}.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  static ByteSize parse(String text) {
    return new ByteSize(Units.parseSize(text));
  }

  /**
   * As chunk size; whether it is a valid one is not checked.
   *
   * @throws IllegalArgumentException if it is beyond all bounds
   */
  int asChunkSize() {
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a chunk has at most 4 MiB, not " + Units.size(bytes));
    }
    return (int) bytes;
  }
}
