package dev.shoal.benchmarks.compare;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One connection's side of a protocol by which random ranges of a file are asked for. */
interface RangeDialogue {
  /** Puts what a client says first, if anything. */
  void greet(ByteBuffer out);

  /** Puts a request for one more range. */
  void ask(ByteBuffer out);

  /**
   * Takes all that has come.
   *
   * @return how many bytes of it were the file's
   * @throws IOException if the server refuses
   */
  long take(ByteBuffer in) throws IOException;

  /** Answers that have ended since this was called last. */
  int ended();
}
