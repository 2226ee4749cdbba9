package dev.shoal.transport;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One established connection: both greetings are exchanged, requests may flow either way.
 *
 * <p>Every method may be called from any thread. Callbacks and futures are run on {@link
 * #eventLoop()} and must not block it.
 */
public interface Connection {
  /** What the other side says of itself. */
  Greeting remote();

  /**
   * Who the other side has proved to be, by TLS and the key of its certificate. Empty on a plain
   * connection, where its greeting's peer id is a mere claim by which nothing may be authorised.
   */
  default Optional<PeerId> authenticatedPeer() {
    return Optional.empty();
  }

  /** The other side's socket address, IPv4-mapped addresses as IPv4. */
  InetSocketAddress remoteAddress();

  /** This side's socket address, IPv4-mapped addresses as IPv4. */
  InetSocketAddress localAddress();

  /** The loop that owns this connection. */
  EventLoop eventLoop();

  /** Whether requests may still be sent. */
  boolean isOpen();

  /** Whether what was sent so far has left, but for little. */
  boolean isWritable();

  /** Milliseconds that the exchange of greetings took: a first estimate of the round trip. */
  long handshakeMillis();

  /** Bytes of files that have left so far, as rate limits count them. */
  default long sentBytes() {
    return 0;
  }

  /** Bytes of files that have arrived so far, as rate limits count them. */
  default long receivedBytes() {
    return 0;
  }

  /**
   * Sends a request whose answer has no body.
   *
   * @param kind a request, with its header
   * @param timeout how long the answer may take
   * @return the answer's header; fails with a {@link TransportException}
   */
  CompletableFuture<MessageLite> request(FrameKind kind, MessageLite header, Duration timeout);

  /** As above with the configured {@link TransportConfig#requestTimeout()}. */
  CompletableFuture<MessageLite> request(FrameKind kind, MessageLite header);

  /**
   * Sends a request whose answer comes in frames with bodies.
   *
   * @param answers told of each frame, and exactly once of the end
   * @return cancels the request
   */
  Cancellable request(FrameKind kind, MessageLite header, Duration timeout, AnswerHandler answers);

  /** Sends a notice; lost silently if the connection ends first. */
  void notify(FrameKind kind, MessageLite header);

  /**
   * Closes gracefully: takes no new requests, fails its own outstanding ones, lets answers under
   * way drain within {@link TransportConfig#drainTimeout()}.
   *
   * @return completes when the socket is closed
   */
  CompletableFuture<Void> close();

  /** Tells the other side why and closes at once. */
  void abort(ErrorCode code, String message);

  /** Withdraws something that was asked for. */
  @FunctionalInterface
  interface Cancellable {
    /** Does nothing when it is over already. From any thread. */
    void cancel();
  }
}
