package dev.shoal.peer.internal.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A part of an answer's body. */
sealed interface Piece {
  /** Bytes. */
  long length();

  /** What stands between the ranges of a file. */
  record Text(ByteBuffer bytes) implements Piece {
    static Text of(String text) {
      return new Text(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public long length() {
      return bytes.remaining();
    }
  }

  /** A range of the file. */
  record Run(ByteRange range) implements Piece {
    @Override
    public long length() {
      return range.length();
    }
  }
}
