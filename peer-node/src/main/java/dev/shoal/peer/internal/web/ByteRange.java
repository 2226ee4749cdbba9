package dev.shoal.peer.internal.web;

/**
 * A run of bytes of a file.
 *
 * @param first position of the first
 * @param last position of the last
 */
record ByteRange(long first, long last) {
  long length() {
    return last - first + 1;
  }

  /** As the header Content-Range says it. */
  String of(long fileLength) {
    return "bytes " + first + "-" + last + "/" + fileLength;
  }
}
