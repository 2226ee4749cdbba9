package dev.shoal.peer.internal.schedule;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Bytes per second over the last five seconds, for people to read.
 *
 * <p>A young meter divides by its age, from a quarter of a second on; an idle one falls to zero
 * within the five seconds and then begins anew.
 */
public final class RateMeter {
  private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int SLOTS = 20;
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long[] slots = new long[SLOTS];
  private long sum;
  private long startNanos;
  private long slot;
  private boolean started;

  /** Counts bytes that arrived now. Times must not go back. */
  public void add(long bytes, long nowNanos) {
    advance(nowNanos);
    if (sum == 0) {
      startNanos = nowNanos;
      slot = 0;
      started = true;
    }
    slots[(int) (slot % SLOTS)] += bytes;
    sum += bytes;
  }

  /** The rate, bytes/s. */
  public double bytesPerSecond(long nowNanos) {
    advance(nowNanos);
    if (sum == 0) {
      return 0;
    }
    // The oldest slot begins where it does, not exactly five seconds ago.
    long begin = Math.max(0, slot - SLOTS + 1) * SLOT_NANOS;
    return sum * SECOND / Math.max(SLOT_NANOS, nowNanos - startNanos - begin);
  }

  /** How long so many bytes take at this rate; empty if nothing moves. */
  public Optional<Duration> timeFor(long bytes, long nowNanos) {
    if (bytes <= 0) {
      return Optional.of(Duration.ZERO);
    }
    double rate = bytesPerSecond(nowNanos);
    return rate <= 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) (1000.0 * bytes / rate)));
  }

  private void advance(long nowNanos) {
    if (!started) {
      return;
    }
    long current = (nowNanos - startNanos) / SLOT_NANOS;
    if (current - slot >= SLOTS) {
      Arrays.fill(slots, 0);
      sum = 0;
    } else {
      for (long s = slot + 1; s <= current; s++) {
        sum -= slots[(int) (s % SLOTS)];
        slots[(int) (s % SLOTS)] = 0;
      }
    }
    slot = Math.max(slot, current);
  }
}
