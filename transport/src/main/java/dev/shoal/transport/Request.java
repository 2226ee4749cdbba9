package dev.shoal.transport;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import java.util.function.IntFunction;

/**
 * A request that the other side sent and that wants one answer.
 *
 * <p>Every method may be called from any thread. The first answer or failure counts; a later one,
 * or one to a cancelled request, is dropped and its body released.
 */
public interface Request {
  /** What is asked. */
  FrameKind kind();

  /** The header, of {@link #kind()}'s message class. */
  MessageLite header();

  /** Whether nobody waits for the answer any more. */
  boolean isCancelled();

  /** Answers without a body. */
  void answer(MessageLite header);

  /**
   * Answers with a body, sent as data frames within the send window.
   *
   * @param headers header of the data frame that begins at an offset of the body; must not fail
   * @param body one reference to it is taken over; may be empty
   */
  void answer(IntFunction<? extends MessageLite> headers, Body body);

  /** Answers that it can't be done. */
  void fail(ErrorCode code, String message);
}
