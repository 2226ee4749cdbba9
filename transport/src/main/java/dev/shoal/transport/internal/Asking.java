package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Cancel;
import dev.shoal.protocol.wire.Error;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportException;
import dev.shoal.transport.internal.PendingRequests.Pending;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The asking side of a connection: sends requests, leads answers to them, ends those that take too
 * long. Runs on the connection's event loop.
 */
final class Asking {
  private static final Logger log = LoggerFactory.getLogger(Asking.class);

  private static final long TICK_MILLIS = 50;

  private final EventLoop loop;
  private final Outbox outbox;
  private final Ending ending;
  private final PendingRequests pending;
  private final long graceNanos;
  private final LongSupplier nanoClock;
  private boolean ticking;

  /** The request whose answer's body is arriving. */
  private @Nullable Pending current;

  private boolean currentIsLast;
  private int bodyMissing;

  /**
   * @param graceNanos how long after their deadlines a table full of unanswered requests means that
   *     nobody is there
   * @param nanoClock by which deadlines pass; stands still while nothing is read, since it is not
   *     the other side's fault then that no answer comes
   */
  Asking(
      EventLoop loop,
      Outbox outbox,
      Ending ending,
      PendingRequests pending,
      long graceNanos,
      LongSupplier nanoClock) {
    this.loop = loop;
    this.outbox = outbox;
    this.ending = ending;
    this.pending = pending;
    this.graceNanos = graceNanos;
    this.nanoClock = nanoClock;
  }

  /** Sends a request; null, and the handler told why, when that can't be done. */
  @Nullable Pending send(
      FrameKind kind, MessageLite header, long timeoutNanos, AnswerHandler handler) {
    long now = nanoClock.getAsLong();
    if (pending.isStuck(now, graceNanos)) {
      ending.fail(new ProtocolException(ErrorCode.TIMED_OUT, "no request is answered any more"));
    }
    if (ending.hasBegun() || !outbox.isOpen()) {
      tell(handler, ending.exception());
      return null;
    }
    if (pending.isFull() || outbox.isFull()) {
      tell(
          handler,
          new TransportException(
              ErrorCode.LIMIT_EXCEEDED, "too many requests are outstanding here", null));
      return null;
    }
    Pending request = pending.add(kind, now + timeoutNanos, handler);
    outbox
        .send(OutboundFrame.control(kind, request.id, header))
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                tell(pending.remove(request), notSent(sent.cause()));
              }
            });
    if (!ticking) {
      tickLater();
    }
    return request;
  }

  /** Withdraws a request; its late frames are dropped when they come. */
  void cancel(Pending request) {
    withdraw(request, new TransportException.Cancelled());
  }

  /** Withdraws all, because this side closes. */
  void cancelAll(TransportException cause) {
    pending.awaited().forEach(request -> withdraw(request, cause));
  }

  /**
   * A frame that answers arrived.
   *
   * @throws ProtocolException if nothing was asked that it could answer
   */
  void onAnswer(InboundFrame frame, MessageLite header) throws ProtocolException {
    Pending request = pending.get(frame.requestId());
    if (header instanceof Error error) {
      if (request != null) { // otherwise it crossed the last frame on its way
        tell(
            pending.remove(request),
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
    AnswerHandler handler = request.handler();
    if (handler != null) {
      handler.onFrame(header, frame.bodyLength());
    }
    current = request;
    currentIsLast = frame.isLast();
    bodyMissing = frame.bodyLength();
    endFrameWhenWhole(request);
  }

  /**
   * A piece of the last frame's body arrived.
   *
   * @return what it counts against; null: nothing
   */
  @Nullable RateLimit onBody(ByteBuf bytes) {
    Pending request = current;
    if (request == null) {
      return null;
    }
    bodyMissing -= bytes.readableBytes();
    AnswerHandler handler = request.handler();
    RateLimit limit = null;
    if (handler != null) {
      limit = handler.limit();
      handler.onBody(bytes);
    }
    endFrameWhenWhole(request);
    return limit;
  }

  /** The connection is over. */
  void failAll(TransportException cause) {
    current = null;
    pending.awaited().forEach(request -> tell(pending.remove(request), cause));
  }

  private void endFrameWhenWhole(Pending request) {
    if (bodyMissing > 0) {
      return;
    }
    current = null;
    if (currentIsLast) {
      AnswerHandler handler = pending.remove(request);
      if (handler != null) {
        handler.onComplete();
      }
    }
  }

  private void tickLater() {
    ticking = !loop.isShuttingDown();
    if (ticking) {
      loop.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    ticking = false;
    for (Pending request : pending.overdue(nanoClock.getAsLong())) {
      withdraw(request, new TransportException.Timeout("no answer came in time"));
    }
    if (pending.isAwaited() && !ticking) {
      tickLater();
    }
  }

  private void withdraw(Pending request, TransportException cause) {
    AnswerHandler handler = pending.settle(request);
    if (handler != null) {
      outbox.send(OutboundFrame.control(FrameKind.CANCEL, request.id, Cancel.getDefaultInstance()));
      tell(handler, cause);
    }
  }

  /** Others must be told too, so a handler that throws is only logged. */
  private static void tell(@Nullable AnswerHandler handler, TransportException cause) {
    if (handler != null) {
      try {
        handler.onFailure(cause);
      } catch (RuntimeException e) {
        log.error("a handler of answers failed", e);
      }
    }
  }

  private TransportException notSent(Throwable cause) {
    if (cause instanceof ProtocolException broken) {
      return new TransportException(broken.code(), String.valueOf(cause.getMessage()), cause);
    }
    if (cause instanceof IOException) {
      return ending.reason() == null
          ? new TransportException.Closed(
              ErrorCode.UNKNOWN, "the connection ended before the request was sent", cause)
          : ending.exception();
    }
    return new TransportException(ErrorCode.INTERNAL, "the request could not be sent", cause);
  }
}
