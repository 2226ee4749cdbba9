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
 * What one encrypted connection has of the endpoint's memory for bodies. A connection that holds
 * some while its other side reads nothing at all is ended as soon as others wait for it. On the
 * connection's event loop.
 */
final class EncryptedBodies {
  private final EventLoop loop;
  private final SendBudget budget;
  private final long patienceNanos;
  private final LongSupplier progress;
  private final Runnable onRoom;
  private final Ending ending;
  private long held;
  private @Nullable Future<?> watch;

  /**
   * @param patience how long it may hold memory for bodies that do not move while others wait
   * @param progress grows while bodies leave
   * @param onRoom told when there may be memory for this connection; on whatever thread
   */
  EncryptedBodies(
      EventLoop loop,
      SendBudget budget,
      Duration patience,
      LongSupplier progress,
      Runnable onRoom,
      Ending ending) {
    this.loop = loop;
    this.budget = budget;
    this.patienceNanos = patience.toNanos();
    this.progress = progress;
    this.onRoom = onRoom;
    this.ending = ending;
  }

  /** Takes memory for a slice; false while others have it, and then it is said when to go on. */
  boolean take(int bytes) {
    if (!budget.take(onRoom, bytes)) {
      return false;
    }
    held += bytes;
    if (watch == null) {
      watch();
    }
    return true;
  }

  /** Memory of a slice that left, or never will. */
  void giveBack(int bytes) {
    held -= bytes;
    budget.giveBack(bytes);
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
      long before = progress.getAsLong();
      watch = loop.schedule(() -> look(before), patienceNanos, TimeUnit.NANOSECONDS);
    }
  }

  private void look(long before) {
    watch = null;
    if (held == 0) {
      return; // and goes on with the next slice
    }
    if (progress.getAsLong() == before && budget.isWanted()) {
      ending.fail(
          new ProtocolException(
              ErrorCode.TIMED_OUT, "the other side does not read the bodies that it asked for"));
    } else {
      watch();
    }
  }
}
