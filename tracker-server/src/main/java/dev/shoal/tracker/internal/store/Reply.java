package dev.shoal.tracker.internal.store;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.state.Outcome;

/** Hears what came of a command; exactly one method is called, once. */
public interface Reply {
  /** The command was applied, and what it changed is on disk. */
  void done(Outcome outcome);

  /**
   * The command changed nothing.
   *
   * @param reason with {@link ErrorCode#INTERNAL} if the store could not be written, {@link
   *     ErrorCode#SHUTTING_DOWN} if it was closed before
   */
  void failed(ProtocolException reason);
}
