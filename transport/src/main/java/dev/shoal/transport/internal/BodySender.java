package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import dev.shoal.transport.Body;
import dev.shoal.transport.RateLimit;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
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
  private final Alarm alarm;
  private long bytesSent;

  /** Of what has left, what rate limits count. */
  private final LongAdder counted = new LongAdder();

  /** Grows while a slice leaves bit by bit. */
  private LongSupplier progress;

  /** Of bodies that have to be read into memory; null: these have not. */
  private @Nullable EncryptedBodies memory;

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
    this.alarm = new Alarm(channel.eventLoop(), nanoClock, this::pump);
    this.progress =
        () -> {
          ChannelOutboundBuffer sending = channel.unsafe().outboundBuffer();
          return sending == null ? 0 : sending.currentProgress();
        };
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
   * @param windowSize bytes of bodies that this connection may hold in memory
   * @param budget what all connections may
   * @param patience how long it may hold the same memory while others wait for some
   */
  void encrypted(LongSupplier records, int windowSize, SendBudget budget, Duration patience) {
    window.narrow(windowSize);
    sliceSize = Math.min(Math.min(sliceSize, RegionReader.LARGEST_SLICE), windowSize);
    progress = records;
    memory =
        new EncryptedBodies(
            channel.eventLoop(), budget, patience, () -> bytesSent, this::turnCame, ending);
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

  /** Bytes that have left and that rate limits count; from any thread. */
  long countedBytes() {
    return counted.sum();
  }

  /** Drops all that is queued. */
  void clear() {
    alarm.stop();
    pace.clear();
    queue.forEach(this::drop);
    queue.clear();
    if (memory != null) {
      memory.close();
    }
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
    if (next.turn == null && !next.hasBegun() && turns.isNeeded(next.body.length())) {
      next.turn = turns.enter(next.body.length(), this::turnCame);
    }
    return next.turn == null || next.hasBegun() ? 0 : next.turn.nanosToWait(now);
  }

  /** The turn of a body that can't begin is the next one's. */
  private void passTurnOn(Outgoing next, long now) {
    if (next.turn != null && !next.hasBegun() && next.turn.isGranted()) {
      next.turn.end(now);
      next.turn = null;
    }
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
    boolean outOfMemory = false;
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
      if (memory != null && !memory.take(length)) {
        window.giveBack(length);
        passTurnOn(next, now);
        outOfMemory = true;
        break; // goes on when some is given back
      }
      long toTurn = nanosToTurn(next, now);
      if (toTurn > 0) {
        giveBack(length);
        wait = Math.min(wait, toTurn);
        break;
      }
      long nanos = limit == null ? 0 : pace.nanosToWait(limit, length, now);
      if (nanos > 0) {
        giveBack(length);
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
    if (memory != null && !outOfMemory) {
      memory.wantNoMore();
    }
    if (wait != Long.MAX_VALUE) {
      alarm.set(wait);
    }
  }

  private void giveBack(int length) {
    window.giveBack(length);
    if (memory != null) {
      memory.giveBack(length);
    }
  }

  private static @Nullable Outgoing after(Iterator<Outgoing> each) {
    return each.hasNext() ? each.next() : null;
  }

  private boolean write(Outgoing head, int length) {
    OutboundFrame frame;
    try {
      frame = head.next(length);
    } catch (RuntimeException e) { // from the application
      giveBack(length);
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
              giveBack(length);
              turns.done(length, nanoClock.getAsLong());
              head.slicesUnderWay--;
              letGoIfOver(head);
              if (sent.isSuccess()) {
                bytesSent += length;
                if (head.left(length)) {
                  counted.add(length);
                }
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
