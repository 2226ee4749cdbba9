package dev.shoal.tracker.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;

/** Holds batches to the protocol's cap. */
final class Batches {
  private Batches() {}

  /**
   * Does nothing for a batch of a permitted size.
   *
   * @param what the items are, in the plural
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} for a larger one
   */
  static void check(int size, String what) throws ProtocolException {
    if (size > Limits.MAX_BATCH) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "a batch has at most " + Limits.MAX_BATCH + " " + what + ", not " + size);
    }
  }
}
