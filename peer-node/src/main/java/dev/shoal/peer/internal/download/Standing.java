package dev.shoal.peer.internal.download;

import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.internal.schedule.Priorities;
import java.util.concurrent.TimeUnit;

/** How one download stands beside the others of its node. Belongs to its event loop. */
final class Standing {
  private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Priorities priorities;
  private DownloadPriority priority;
  private boolean held;
  private long heldNanos;

  Standing(Priorities priorities, DownloadPriority priority) {
    this.priorities = priorities;
    this.priority = priority;
  }

  /** How much it matters from now on. */
  void set(DownloadPriority value) {
    priority = value;
  }

  /** Its own rate limit holds it back: it leaves something of the line to others. */
  void heldBack(long nowNanos) {
    held = true;
    heldNanos = nowNanos;
  }

  /** Something arrived. */
  void received(long nowNanos) {
    held &= nowNanos - heldNanos < HELD_NANOS;
    if (!held) {
      priorities.used(priority, nowNanos);
    }
  }

  /** Whether it is to leave the line, and the memory, to more important ones. */
  boolean mustYield(long nowNanos) {
    return priorities.mustYield(priority, nowNanos);
  }
}
