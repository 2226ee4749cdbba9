package dev.shoal.tracker.internal.store;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.state.Command;

/** Takes commands. */
@FunctionalInterface
public interface CommandSink {
  /**
   * Hands in a command. Does not wait.
   *
   * @throws ProtocolException with {@link ErrorCode#BUSY} if too much waits already, with {@link
   *     ErrorCode#SHUTTING_DOWN} if none are taken any more; the reply is not called then
   */
  void submit(Command command, Reply reply) throws ProtocolException;
}
