package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Cancel;
import dev.shoal.protocol.wire.Error;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The asking side of a connection: sends requests, leads answers to them, ends those that take too
 * long. Runs on the connection's event loop.
 */
final class Asking {
  private static final long TICK_MILLIS = 50;

  private final Channel channel;
  private final PendingRequests pending;
  private boolean ticking;

  /** The request whose answer's body is arriving. */
  private PendingRequests.@Nullable Pending current;

  private boolean currentIsLast;
  private int bodyMissing;

  Asking(Channel channel, int maxRequests) {
    this.channel = channel;
    this.pending = new PendingRequests(maxRequests);
  }

  /** Sends a request; null, and the handler told, when too many are outstanding. */
  PendingRequests.@Nullable Pending send(
      FrameKind kind, MessageLite header, long timeoutNanos, AnswerHandler handler) {
    var request = pending.add(kind, System.nanoTime() + timeoutNanos, handler);
    if (request == null) {
      handler.onFailure(
          new TransportException(
              ErrorCode.LIMIT_EXCEEDED, "too many requests are outstanding here", null));
      return null;
    }
    channel
        .writeAndFlush(OutboundFrame.control(kind, request.id, header))
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                pending.remove(request.id);
                fail(request, notSent(sent.cause()));
              }
            });
    if (!ticking) {
      ticking = true;
      scheduleTick();
    }
    return request;
  }

  /** Withdraws a request; its late frames are dropped when they come. */
  void cancel(PendingRequests.Pending request) {
    if (fail(request, new TransportException.Cancelled())) {
      withdraw(request);
    }
  }

  /**
   * A frame that answers arrived.
   *
   * @throws ProtocolException if nothing was asked that it could answer
   */
  void onAnswer(InboundFrame frame) throws ProtocolException {
    var request = pending.get(frame.requestId());
    if (frame.header() instanceof Error error) {
      if (request != null) {
        pending.remove(request.id);
        fail(
            request,
            new TransportException.Remote(
                ErrorCode.of(error.getCode()), PlainText.of(error.getMessage())));
      }
      return;
    }
    if (request == null || request.answer != frame.kind()) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_VIOLATION,
          frame.kind() + " answers no request, id " + Integer.toUnsignedString(frame.requestId()));
    }
    MessageLite header = frame.header();
    if (request.handler != null && header != null) {
      request.handler.onFrame(header, frame.bodyLength());
    }
    current = request;
    currentIsLast = frame.isLast();
    bodyMissing = frame.bodyLength();
    if (bodyMissing == 0) {
      endFrame(request);
    }
  }

  /** A piece of the last frame's body arrived. */
  void onBody(ByteBuf bytes) {
    var request = current;
    if (request == null) {
      return;
    }
    bodyMissing -= bytes.readableBytes();
    if (request.handler != null) {
      request.handler.onBody(bytes);
    }
    if (bodyMissing == 0) {
      endFrame(request);
    }
  }

  /** The connection is over. */
  void failAll(TransportException cause) {
    current = null;
    for (var request : pending.clear()) {
      fail(request, cause);
    }
  }

  private void endFrame(PendingRequests.Pending request) {
    current = null;
    if (currentIsLast) {
      pending.remove(request.id);
      AnswerHandler handler = request.settle();
      if (handler != null) {
        handler.onComplete();
      }
    }
  }

  private void scheduleTick() {
    channel.eventLoop().schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    for (var request : pending.overdue(System.nanoTime())) {
      if (fail(request, new TransportException.Timeout("no answer came in time"))) {
        withdraw(request);
      }
    }
    ticking = !pending.isEmpty() && channel.isActive();
    if (ticking) {
      scheduleTick();
    }
  }

  private void withdraw(PendingRequests.Pending request) {
    channel.writeAndFlush(
        OutboundFrame.control(FrameKind.CANCEL, request.id, Cancel.getDefaultInstance()));
  }

  private static boolean fail(PendingRequests.Pending request, TransportException cause) {
    AnswerHandler handler = request.settle();
    if (handler == null) {
      return false;
    }
    handler.onFailure(cause);
    return true;
  }

  private static TransportException notSent(Throwable cause) {
    return cause instanceof ProtocolException broken
        ? new TransportException(broken.code(), String.valueOf(cause.getMessage()), cause)
        : new TransportException.Closed(
            ErrorCode.UNKNOWN, "the connection ended before the request was sent", cause);
  }
}
