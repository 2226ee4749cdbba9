package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one encrypted connection has of the endpoint's memory for bodies. While others wait for
 * memory, nobody keeps any for longer than its patience: a connection is ended when not all that it
 * held at one look has left by the next. To read a little now and then is not enough, for many who
 * do that would have all memory for good. On the connection's event loop.
 */
final class EncryptedBodies {
  private final EventLoop loop;
  private final SendBudget budget;
  private final long patienceNanos;
  private final LongSupplier sent;
  private final Runnable onRoom;
  private final Ending ending;
  private long held;
  private @Nullable Future<?> watch;

  /**
   * @param patience how long it may hold the same memory while others wait; twice that, when they
   *     or the memory came between two looks
   * @param sent bytes of all slices that have left
   * @param onRoom told when there may be memory for this connection; on whatever thread
   */
  EncryptedBodies(
      EventLoop loop,
      SendBudget budget,
      Duration patience,
      LongSupplier sent,
      Runnable onRoom,
      Ending ending) {
    this.loop = loop;
    this.budget = budget;
    this.patienceNanos = patience.toNanos();
    this.sent = sent;
    this.onRoom = onRoom;
    this.ending = ending;
  }

  /** Takes memory for a slice; false while others have it, and then it is said when to go on. */
  boolean take(int bytes) {
    if (!budget.take(onRoom, bytes)) {
      return false;
    }
    if (watch == null) {
      watch();
    }
    held += bytes;
    return true;
  }

  /** Memory of a slice that left, or never will. */
  void giveBack(int bytes) {
    held -= bytes;
    budget.giveBack(onRoom, bytes);
  }

  /** Nothing waits for memory any more. */
  void wantNoMore() {
    budget.leave(onRoom);
  }

  /** The connection is over. */
  void close() {
    wantNoMore();
    if (watch != null) {
      watch.cancel(false);
      watch = null;
    }
  }

  private void watch() {
    if (!loop.isShuttingDown()) {
      long due = budget.isWanted() ? sent.getAsLong() + held : 0;
      watch = loop.schedule(() -> look(due), patienceNanos, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * @param due what has to have left by now
   */
  private void look(long due) {
    watch = null;
    if (held == 0) {
      return; // and goes on with the next slice
    }
    if (sent.getAsLong() < due && budget.isWanted()) {
      ending.fail(
          new ProtocolException(
              ErrorCode.TIMED_OUT, "the other side reads the bodies that it asked for too slowly"));
    } else {
      watch();
    }
  }
}
