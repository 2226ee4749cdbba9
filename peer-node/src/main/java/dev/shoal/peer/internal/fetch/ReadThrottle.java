package dev.shoal.peer.internal.fetch;

import dev.shoal.transport.RateLimit;
import dev.shoal.transport.ReceiveCap;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/**
 * Leaves a connection's socket alone while what was read of it is not paid for with a rate limit.
 * On the connection's event loop.
 */
final class ReadThrottle {
  private final Channel channel;
  private final ReceiveCap reads;
  private long paidNanos;
  private int changes;
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
    if (!paused && paidNanos - nowNanos > 0) {
      paused = true;
      pausedSinceNanos = nowNanos;
      channel.config().setAutoRead(false);
      waitUntilPaid(limit, nowNanos);
    }
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
    paused = false;
    pausedNanos += now - pausedSinceNanos;
    channel.config().setAutoRead(true);
  }

  /** A time that stands still while it pauses. */
  long openNanos(long nowNanos) {
    return (paused ? pausedSinceNanos : nowNanos) - pausedNanos;
  }
}
