package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Error;
import dev.shoal.transport.TransportException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a connection ends: drained in good order, with a reason told to the other side, or cut off.
 * Runs on the connection's event loop.
 *
 * <pre>
 *   OPEN -- drain --&gt; DRAINING -- drained --&gt; LINGERING -- end of input, or timeout --&gt; CLOSED
 *   OPEN, DRAINING -- fail --&gt; LINGERING        any -- lost, or told by the other side --&gt; CLOSED
 * </pre>
 *
 * <p>To linger is to have closed the sending half only and to drop what still arrives: a socket
 * that is closed with unread bytes resets the connection, and what was sent last is lost with it.
 */
final class Ending {
  private static final Logger log = LoggerFactory.getLogger(Ending.class);

  private static final Duration LINGER = Duration.ofMillis(500);

  private enum State {
    OPEN,
    DRAINING,
    LINGERING,
    CLOSED
  }

  private final Channel channel;
  private final Runnable deafen;
  private volatile State state = State.OPEN;
  private @Nullable Throwable cause;
  private boolean mute;

  /**
   * @param deafen makes whatever arrives from now on be dropped
   */
  Ending(Channel channel, Runnable deafen) {
    this.channel = channel;
    this.deafen = deafen;
  }

  /** Whether nothing new is to be begun. From any thread. */
  boolean hasBegun() {
    return state != State.OPEN;
  }

  /** Whether what arrives still matters. */
  boolean listens() {
    return state == State.OPEN || state == State.DRAINING;
  }

  /** Whatever happens, nothing is to be said to the other side. */
  void mute() {
    mute = true;
  }

  /**
   * Begins a close in good order; {@link #drained()} goes on with it.
   *
   * @param limit after which the socket is closed in any case
   * @return false if an end had begun already
   */
  boolean drain(Duration limit) {
    if (hasBegun()) {
      return false;
    }
    state = State.DRAINING;
    closeAfter(limit);
    return true;
  }

  /** Everything is written that was under way. */
  void drained() {
    if (state == State.DRAINING) {
      linger(Unpooled.EMPTY_BUFFER);
    }
  }

  /** Ends the connection for a reason, told to the other side as far as that is its business. */
  void fail(Throwable why) {
    if (!listens() || why instanceof ClosedChannelException) {
      return; // a write to a closed channel is a consequence, not a reason
    }
    cause = why;
    if (why instanceof IOException || !channel.isActive()) {
      close();
      return;
    }
    if (why instanceof ProtocolException broken) {
      linger(OutboundFrame.error(0, broken.code(), String.valueOf(why.getMessage())));
    } else {
      log.error("connection to {} failed", channel.remoteAddress(), why);
      linger(OutboundFrame.error(0, ErrorCode.INTERNAL, "internal error"));
    }
    closeAfter(LINGER);
  }

  /** The other side said why it closes. */
  void told(Error reason) {
    if (listens()) {
      cause =
          new TransportException.Closed(
              ErrorCode.of(reason.getCode()),
              "closed by the other side: " + PlainText.of(reason.getMessage()),
              null);
      close();
    }
  }

  /** Somebody else is about to close the connection, and that is why. */
  void isBeingClosed(TransportException why) {
    if (listens()) {
      cause = why;
      state = State.CLOSED;
      deafen.run();
      closeAfter(LINGER);
    }
  }

  /** The socket is closed. */
  void closed() {
    state = State.CLOSED;
  }

  /** Why the connection ended, null when that was in good order. */
  @Nullable TransportException reason() {
    return cause == null ? null : exception();
  }

  /** What those get who waited for something from this connection. */
  TransportException exception() {
    Throwable why = cause;
    if (why == null) {
      return new TransportException.Closed(ErrorCode.UNKNOWN, "the connection was closed", null);
    }
    if (why instanceof TransportException known) {
      return known;
    }
    if (why instanceof ProtocolException broken) {
      return new TransportException.Closed(broken.code(), String.valueOf(why.getMessage()), why);
    }
    return why instanceof IOException
        ? new TransportException.Closed(
            ErrorCode.UNKNOWN, "the connection was lost: " + Addresses.reason(why), why)
        : new TransportException.Closed(ErrorCode.INTERNAL, "internal error", why);
  }

  private void linger(Object last) {
    if (mute || Sockets.isHandshaking(channel)) {
      ReferenceCountUtil.release(last);
      close();
      return;
    }
    state = State.LINGERING;
    deafen.run();
    channel.writeAndFlush(last).addListener(written -> Sockets.closeOutput(channel));
  }

  private void close() {
    state = State.CLOSED;
    deafen.run();
    Sockets.close(channel);
  }

  private void closeAfter(Duration limit) {
    if (channel.eventLoop().isShuttingDown()) {
      Sockets.close(channel);
      return;
    }
    Future<?> timer =
        channel
            .eventLoop()
            .schedule(() -> Sockets.close(channel), limit.toNanos(), TimeUnit.NANOSECONDS);
    channel.closeFuture().addListener(closed -> timer.cancel(false));
  }
}
