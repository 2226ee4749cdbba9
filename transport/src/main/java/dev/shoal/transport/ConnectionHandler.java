package dev.shoal.transport;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import org.jspecify.annotations.Nullable;

/** What an application does with one connection. Every method is called on its event loop. */
public interface ConnectionHandler {
  /** Greetings are exchanged; nothing else is called before. */
  default void onReady(Connection connection) {}

  /**
   * The other side asks for something. Must lead to exactly one answer or failure of the request,
   * now or later; what is thrown is answered as an internal error.
   */
  void onRequest(Connection connection, Request request);

  /**
   * Who answers requests of hot kinds, in place of {@link #onRequest}; null: nobody. Asked once,
   * after {@link #onReady}.
   */
  default @Nullable HotRequests hotRequests(Connection connection) {
    return null;
  }

  /** The other side tells something. */
  default void onNotice(Connection connection, FrameKind kind, MessageLite header) {}

  /**
   * The connection is over; called once, after {@link #onReady}.
   *
   * @param cause a {@link TransportException} that says why, or null when either side closed in
   *     good order
   */
  default void onClosed(Connection connection, @Nullable Throwable cause) {}
}
