package dev.shoal.transport.internal;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decides whether a connection reads, and is the only place that does: not while what it sends
 * piles up, nor while it has received more than it may. On the connection's event loop.
 */
final class ReadGate {
  private final LongSupplier pauseNanos;
  private final LongSupplier nanoClock;
  private boolean full;
  private boolean paused;
  private boolean open;
  private long closedSinceNanos;
  private long closedNanos;

  /**
   * An open gate.
   *
   * @param pauseNanos how long reading has to pause from now on, 0 for not at all
   */
  ReadGate(LongSupplier pauseNanos, LongSupplier nanoClock) {
    this.pauseNanos = pauseNanos;
    this.nanoClock = nanoClock;
  }

  /** What is sent piles up, or does so no longer. */
  void setFull(Channel channel, boolean isFull) {
    full = isFull;
    update(channel);
  }

  /** Too much was received: nothing more is until so much time has passed. */
  void pause(Channel channel, long nanos) {
    if (!paused && !open && !channel.eventLoop().isShuttingDown()) {
      paused = true;
      resumeAfter(channel, nanos);
      update(channel);
    }
  }

  /** Whether it pauses because of what was received. */
  boolean isPaused() {
    return paused;
  }

  /** Stays open from now on. */
  void open(Channel channel) {
    open = true;
    update(channel);
  }

  /** A time that stands still while the gate is closed. */
  long openNanos() {
    return (isClosed() ? closedSinceNanos : nanoClock.getAsLong()) - closedNanos;
  }

  private void resumeAfter(Channel channel, long nanos) {
    channel.eventLoop().schedule(() -> resume(channel), nanos, TimeUnit.NANOSECONDS);
  }

  /** There may be longer to wait: what there was is used up by others, say. */
  private void resume(Channel channel) {
    long nanos = channel.isActive() && !open ? pauseNanos.getAsLong() : 0;
    if (nanos > 0) {
      resumeAfter(channel, nanos);
    } else {
      paused = false;
      update(channel);
    }
  }

  private boolean isClosed() {
    return !open && (full || paused);
  }

  private void update(Channel channel) {
    boolean reads = !isClosed();
    if (channel.config().isAutoRead() == reads) {
      return;
    }
    if (reads) {
      closedNanos += nanoClock.getAsLong() - closedSinceNanos;
    } else {
      closedSinceNanos = nanoClock.getAsLong();
    }
    channel.config().setAutoRead(reads);
  }
}
