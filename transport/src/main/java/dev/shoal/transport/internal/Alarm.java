package dev.shoal.transport.internal;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Goes off at the earliest of the times that it was set to. On its event loop. */
public final class Alarm {
  private final EventLoop loop;
  private final LongSupplier nanoClock;
  private final Runnable action;
  private @Nullable Future<?> timer;
  private long dueNanos;

  /**
   * @param action what is done when it goes off
   */
  public Alarm(EventLoop loop, LongSupplier nanoClock, Runnable action) {
    this.loop = loop;
    this.nanoClock = nanoClock;
    this.action = action;
  }

  /** Goes off in so long, or earlier if it was set to that before. */
  public void set(long nanos) {
    long due = nanoClock.getAsLong() + nanos;
    if ((timer != null && dueNanos - due <= 0) || loop.isShuttingDown()) {
      return;
    }
    stop();
    dueNanos = due;
    timer = loop.schedule(this::goOff, nanos, TimeUnit.NANOSECONDS);
  }

  /** Does not go off any more. */
  public void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void goOff() {
    timer = null;
    action.run();
  }
}
