package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.transport.Body;
import dev.shoal.transport.RateLimit;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends bodies one after another as data frames, as far as the send window and rate limits go.
 * Control frames written meanwhile get through between the slices, and so do bodies of which the
 * limit allows more while that of one before them does not. Runs on the connection's event loop.
 */
final class BodySender {
  private final Channel channel;
  private final SendWindow window;
  private int sliceSize;
  private final SendTurns turns;
  private final Ending ending;
  private final LongSupplier nanoClock;
  private final Runnable onIdle;
  private final SendPace pace = new SendPace();
  private final Deque<Outgoing> queue = new ArrayDeque<>();
  private boolean pumping;
  private @Nullable Future<?> timer;
  private long timerNanos;
  private long bytesSent;

  /** Grows while a slice leaves bit by bit. */
  private LongSupplier progress;

  /**
   * @param window has room for a slice at least
   * @param turns of all connections of the endpoint
   * @param nanoClock by which rate limits count
   * @param onIdle called when the last byte has left
   */
  BodySender(
      Channel channel,
      SendWindow window,
      int sliceSize,
      SendTurns turns,
      Ending ending,
      LongSupplier nanoClock,
      Runnable onIdle) {
    this.channel = channel;
    this.window = window;
    this.sliceSize = sliceSize;
    this.turns = turns;
    this.ending = ending;
    this.nanoClock = nanoClock;
    this.onIdle = onIdle;
    this.progress =
        () -> {
          ChannelOutboundBuffer sending = channel.unsafe().outboundBuffer();
          return sending == null ? 0 : sending.currentProgress();
        };
  }

  private static final class Outgoing {
    final FrameKind kind;
    final int requestId;
    final IntFunction<? extends MessageLite> headers;
    final Body body;
    final Runnable onWritten;
    SendTurns.@Nullable Turn turn;
    int sent;

    /** Slices that the kernel has not taken yet. */
    int slicesUnderWay;

    /** Whether what is not written yet never will be. */
    boolean dropped;

    Outgoing(
        FrameKind kind,
        int requestId,
        IntFunction<? extends MessageLite> headers,
        Body body,
        Runnable onWritten) {
      this.kind = kind;
      this.requestId = requestId;
      this.headers = headers;
      this.body = body;
      this.onWritten = onWritten;
    }

    int nextLength(int sliceSize) {
      return Math.min(body.length() - sent, sliceSize);
    }

    /** The limit that it has to wait for; null: none. */
    @Nullable RateLimit limitInForce() {
      RateLimit limit = body.limit();
      return limit != null && limit.isInForce() ? limit : null;
    }

    /** So many bytes of it have left. */
    void left(int length) {
      RateLimit limit = body.limit();
      if (limit != null) {
        limit.count(length);
      }
    }

    /** The next frame; nothing has changed if the application fails to give its header. */
    OutboundFrame next(int length) {
      MessageLite header = headers.apply(sent);
      Object slice = length == 0 ? null : body.slice(sent, length);
      sent += length;
      int flags = isWhole() ? FramePrefix.FLAG_LAST : 0;
      return new OutboundFrame(kind, flags, requestId, header, slice, length);
    }

    boolean isWhole() {
      return sent == body.length();
    }

    /** Whether nothing of it is under way, nor will be. */
    boolean isOver() {
      return slicesUnderWay == 0 && (isWhole() || dropped);
    }
  }

  /**
   * Queues a body, whose reference is taken over. It is kept until the kernel has all of it, or all
   * that was written of it before the rest was dropped.
   *
   * @param headers header of the frame that begins at an offset of the body
   * @param onWritten called when its last frame is written
   */
  void send(
      FrameKind kind,
      int requestId,
      IntFunction<? extends MessageLite> headers,
      Body body,
      Runnable onWritten) {
    queue.add(new Outgoing(kind, requestId, headers, body, onWritten));
    pump();
  }

  /**
   * Takes a body out of the queue; false if it is not there, because all of it has been written.
   */
  boolean cancel(int requestId) {
    for (var each = queue.iterator(); each.hasNext(); ) {
      Outgoing outgoing = each.next();
      if (outgoing.requestId == requestId) {
        each.remove();
        drop(outgoing);
        return true;
      }
    }
    return false;
  }

  /**
   * The bodies become TLS records from now on, of slices that are read into memory.
   *
   * @param records how many the socket has taken
   */
  void encrypted(LongSupplier records) {
    sliceSize = Math.min(sliceSize, RegionReader.LARGEST_SLICE);
    progress = records;
  }

  /** Whether nothing is queued or on its way. */
  boolean isIdle() {
    return queue.isEmpty() && window.used() == 0;
  }

  /**
   * A number that grows while bodies are being sent, about as the socket takes their bytes: a slice
   * may take minutes.
   */
  long bytesSent() {
    return bytesSent + (window.used() == 0 ? 0 : progress.getAsLong());
  }

  /** Drops all that is queued. */
  void clear() {
    stopTimer();
    pace.clear();
    queue.forEach(this::drop);
    queue.clear();
  }

  private void drop(Outgoing outgoing) {
    outgoing.dropped = true;
    letGoIfOver(outgoing);
  }

  private void letGoIfOver(Outgoing outgoing) {
    if (!outgoing.isOver()) {
      return;
    }
    outgoing.body.release();
    if (outgoing.turn != null) {
      outgoing.turn.end(nanoClock.getAsLong());
    }
  }

  /** How long a body has to wait until it is its turn to begin. */
  private long nanosToTurn(Outgoing next, long now) {
    if (next.turn == null && next.sent == 0 && turns.isNeeded(next.body.length())) {
      next.turn = turns.enter(next.body.length(), this::turnCame);
    }
    return next.turn == null || next.sent > 0 ? 0 : next.turn.nanosToWait(now);
  }

  /** From whatever thread. */
  private void turnCame() {
    if (!channel.eventLoop().isShuttingDown()) {
      channel.eventLoop().execute(this::pump);
    }
  }

  /**
   * Goes on after the loop has looked at its sockets again: a reader as fast as this sender would
   * otherwise keep the loop to itself, since what is written at once makes room at once.
   */
  private void pumpSoon() {
    if (!pumping && !queue.isEmpty()) {
      pumping = true;
      // Due at once, yet run in the loop's next round; a task that is merely executed is not.
      channel.eventLoop().schedule(this::pump, 0, TimeUnit.NANOSECONDS);
    }
  }

  private void pump() {
    pumping = false;
    boolean written = false;
    long wait = Long.MAX_VALUE;
    long now = nanoClock.getAsLong(); // one for all, so that none overtakes another by its limit
    Iterator<Outgoing> each = queue.iterator();
    Outgoing next = after(each);
    while (next != null) {
      RateLimit limit = next.limitInForce();
      int length = next.nextLength(limit == null ? sliceSize : limit.slice(sliceSize));
      if (!window.take(length)) {
        break; // goes on when a write is complete
      }
      long toTurn = nanosToTurn(next, now);
      if (toTurn > 0) {
        window.giveBack(length);
        wait = Math.min(wait, toTurn);
        break;
      }
      long nanos = limit == null ? 0 : pace.nanosToWait(limit, length, now);
      if (nanos > 0) {
        window.giveBack(length);
        wait = Math.min(wait, nanos);
        next = after(each); // others need not wait for that
        continue;
      }
      if (!write(next, length)) {
        return;
      }
      written = true;
      if (next.isWhole()) {
        each.remove();
        next.onWritten.run();
        next = after(each);
      }
    }
    if (written) {
      channel.flush();
    }
    if (wait != Long.MAX_VALUE) {
      pumpAfter(wait);
    }
  }

  private static @Nullable Outgoing after(Iterator<Outgoing> each) {
    return each.hasNext() ? each.next() : null;
  }

  /** Goes on after some time, or earlier if that was decided before. */
  private void pumpAfter(long nanos) {
    long due = nanoClock.getAsLong() + nanos;
    if ((timer != null && timerNanos - due <= 0) || channel.eventLoop().isShuttingDown()) {
      return;
    }
    stopTimer();
    timerNanos = due;
    timer =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  timer = null;
                  pump();
                },
                nanos,
                TimeUnit.NANOSECONDS);
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private boolean write(Outgoing head, int length) {
    OutboundFrame frame;
    try {
      frame = head.next(length);
    } catch (RuntimeException e) { // from the application
      window.giveBack(length);
      clear();
      ending.fail(e);
      return false;
    }
    head.slicesUnderWay++;
    turns.begun(length, nanoClock.getAsLong());
    channel
        .write(frame)
        .addListener(
            sent -> {
              window.giveBack(length);
              turns.done(length, nanoClock.getAsLong());
              head.slicesUnderWay--;
              letGoIfOver(head);
              if (sent.isSuccess()) {
                bytesSent += length;
                head.left(length);
                pumpSoon();
                if (isIdle()) {
                  onIdle.run();
                }
              } else {
                ending.fail(sent.cause()); // its frame may have begun: the stream can't be mended
              }
            });
    return true;
  }
}
