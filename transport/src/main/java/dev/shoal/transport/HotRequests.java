package dev.shoal.transport;

import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;

/**
 * Answers requests of some kinds on the spot, from encoded header to encoded header, without a
 * message object between them. For requests so frequent that objects would be most of their cost.
 *
 * <p>Everything that arrived together is answered with one write. Called on the connection's event
 * loop.
 */
public interface HotRequests {
  /** Whether requests of this kind come here; the others go to the connection's handler. */
  boolean takes(FrameKind kind);

  /** Requests that arrived together are about to be answered: what they share is done once. */
  default void begin() {}

  /**
   * Answers one request.
   *
   * @param kind one that it takes
   * @param header whose readable bytes are the encoded header; valid, and the caller's, during the
   *     call only
   * @param answer to whose end the encoded header of the answer is appended, at most the cap of the
   *     answer's kind; what is there already is not to be touched
   * @throws ProtocolException why there is no answer, sent in its place. With {@link
   *     dev.shoal.protocol.ErrorCode#PROTOCOL_VIOLATION}, for a header that does not parse, it ends
   *     the connection
   */
  void answer(FrameKind kind, ByteBuf header, ByteBuf answer) throws ProtocolException;
}
