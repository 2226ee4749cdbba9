package dev.shoal.peer.internal.schedule;

import dev.shoal.peer.DownloadPriority;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which priorities of a node's downloads are using the line right now, so that lower ones give way
 * to them. Thread-safe.
 *
 * <p>A priority uses the line for a second after one of its downloads received something: one that
 * stalls, is paused or ends makes room by saying nothing.
 */
public final class Priorities {
  /** How long something received counts. */
  static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long STEP_NANOS = FRESH_NANOS / 20;

  private static final List<DownloadPriority> ALL = List.of(DownloadPriority.values());

  /** When each was last used; no entry is ever added or replaced. */
  private final Map<DownloadPriority, AtomicLong> usedNanos = new EnumMap<>(DownloadPriority.class);

  /** Nobody has received anything yet. */
  public Priorities(long nowNanos) {
    ALL.forEach(priority -> usedNanos.put(priority, new AtomicLong(nowNanos - FRESH_NANOS)));
  }

  /** A download of that priority received something. */
  public void used(DownloadPriority priority, long nowNanos) {
    AtomicLong used = lastUse(priority);
    // Called for every few bytes by several loops: written no more often than is needed.
    if (nowNanos - used.get() >= STEP_NANOS) {
      used.set(nowNanos);
    }
  }

  /** Whether downloads of that priority are to leave the line to others. */
  public boolean mustYield(DownloadPriority priority, long nowNanos) {
    for (DownloadPriority other : ALL) {
      if (other.compareTo(priority) > 0 && nowNanos - lastUse(other).get() < FRESH_NANOS) {
        return true;
      }
    }
    return false;
  }

  private AtomicLong lastUse(DownloadPriority priority) {
    return Objects.requireNonNull(usedNanos.get(priority));
  }
}
