package dev.shoal.peer.internal.fetch;

import dev.shoal.transport.RateLimit;
import dev.shoal.transport.ReceiveCap;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/**
 * Leaves a connection's socket alone while what was read of it is not paid for with a rate limit,
 * or there is no room for more. On the connection's event loop.
 */
final class ReadThrottle {
  private final Channel channel;
  private final ReceiveCap reads;
  private long paidNanos;
  private int changes;
  private boolean owing;
  private boolean held;
  private boolean paused;
  private long pausedSinceNanos;
  private long pausedNanos;

  ReadThrottle(Channel channel, ReceiveCap reads) {
    this.channel = channel;
    this.reads = reads;
  }

  /** Bytes of a file were read. */
  void received(RateLimit limit, int bytes, long nowNanos) {
    limit.count(bytes);
    if (!limit.isInForce()) {
      reads.set(ReceiveCap.NONE);
      return;
    }
    reads.set(limit.slice(Integer.MAX_VALUE));
    paidNanos = limit.charge(bytes, nowNanos);
    changes = limit.changes();
    if (!owing && paidNanos - nowNanos > 0) {
      owing = true;
      update(nowNanos);
      waitUntilPaid(limit, nowNanos);
    }
  }

  /** Whether there is no room for more. */
  void hold(boolean value, long nowNanos) {
    held = value;
    update(nowNanos);
  }

  private void update(long nowNanos) {
    boolean wanted = owing || held;
    if (wanted == paused) {
      return;
    }
    paused = wanted;
    if (paused) {
      pausedSinceNanos = nowNanos;
    } else {
      pausedNanos += nowNanos - pausedSinceNanos;
    }
    channel.config().setAutoRead(!paused);
  }

  private void waitUntilPaid(RateLimit limit, long nowNanos) {
    long nanos = Math.min(paidNanos - nowNanos, RateLimit.LONGEST_WAIT_NANOS);
    channel.eventLoop().schedule(() -> resumeIfPaid(limit), nanos, TimeUnit.NANOSECONDS);
  }

  private void resumeIfPaid(RateLimit limit) {
    long now = System.nanoTime();
    if (channel.isActive() && changes == limit.changes() && paidNanos - now > 0) {
      waitUntilPaid(limit, now);
      return;
    }
    owing = false;
    update(now);
  }

  /** A time that stands still while it pauses. */
  long openNanos(long nowNanos) {
    return (paused ? pausedSinceNanos : nowNanos) - pausedNanos;
  }
}
