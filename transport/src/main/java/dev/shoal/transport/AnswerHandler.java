package dev.shoal.transport;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Takes the frames that answer one request. Called on the connection's event loop: {@link #onFrame}
 * and {@link #onBody} any number of times, then once {@link #onComplete} or {@link #onFailure}.
 */
public interface AnswerHandler {
  /**
   * A frame begins; asked before any byte of its body is accepted.
   *
   * @param bodyLength bytes of body that follow
   * @throws ProtocolException if this is no fitting answer: the connection is closed with that
   *     reason
   */
  void onFrame(MessageLite header, int bodyLength) throws ProtocolException;

  /**
   * A piece of the current frame's body.
   *
   * @param bytes readable bytes are the piece; the caller keeps the reference
   */
  void onBody(ByteBuf bytes);

  /**
   * What the bytes of its bodies count against: while they may not come faster, nothing more is
   * read from their connection, and no deadline on it comes nearer. Asked for each piece. Null:
   * nothing.
   */
  default @Nullable RateLimit limit() {
    return null;
  }

  /** The last frame is complete. */
  void onComplete();

  /**
   * There will be no more: remote error, timeout, cancellation or lost connection.
   *
   * @param cause a {@link TransportException}
   */
  void onFailure(TransportException cause);
}
