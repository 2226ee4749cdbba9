package dev.shoal.peer.internal.store;

import java.util.concurrent.TimeUnit;

/**
 * When a part file is next forced to disk: after 64 MiB, or 5 s after the last time. Plain state.
 */
final class SyncSchedule {
  static final long BYTES = 64L * 1024 * 1024;
  static final long NANOS = TimeUnit.SECONDS.toNanos(5);

  private long unsyncedBytes;
  private long lastNanos;

  SyncSchedule(long nowNanos) {
    lastNanos = nowNanos;
  }

  void wrote(long bytes) {
    unsyncedBytes += bytes;
  }

  boolean isDue(long nowNanos) {
    return unsyncedBytes >= BYTES || (isDirty() && nowNanos - lastNanos >= NANOS);
  }

  boolean isDirty() {
    return unsyncedBytes > 0;
  }

  /** A sync begins that covers all that was written before. */
  void begin(long nowNanos) {
    unsyncedBytes = 0;
    lastNanos = nowNanos;
  }
}
