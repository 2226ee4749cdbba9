package dev.shoal.peer.internal.serve;

import dev.shoal.protocol.ChunkSize;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Which parts of a file were in memory a moment ago, because they were read or sent. A plain object
 * of one thread.
 *
 * <p>Only the kernel knows whether they still are, and there is no way to ask it from Java that
 * does not leave something mapped. That a part is forgotten while it is in use is unlikely, and
 * costs no more than one wait.
 */
final class WarmExtents {
  /** Least bytes of an extent. */
  static final int LEAST = 1024 * 1024;

  /** How long what was in use is taken to stay. */
  private static final int WARM_SECONDS = 30;

  private final long length;
  private final int extent;

  /** When each was last used, in ticks from 1; 0: never. */
  private final int[] used;

  private final long startNanos;

  /** Of a file of that length, nothing of it in memory. */
  WarmExtents(long length, long nowNanos) {
    this.length = length;
    this.extent = Math.max(LEAST, ChunkSize.finestForLength(length)); // at most 2^20 of them
    this.used = new int[Math.toIntExact((length + extent - 1) / extent)];
    this.startNanos = nowNanos;
  }

  /** The extent in which a position lies. */
  int at(long position) {
    return (int) (position / extent);
  }

  /** Where an extent begins, or the file ends. */
  long begin(int number) {
    return Math.min(length, (long) number * extent);
  }

  /** Whether a run of extents, both ends included, is in memory; it is used now if so. */
  boolean use(int first, int last, long nowNanos) {
    for (int i = first; i <= last; i++) {
      if (used[i] == 0 || tick(nowNanos) - used[i] > WARM_SECONDS) {
        return false;
      }
    }
    loaded(first, last, nowNanos);
    return true;
  }

  /** A run of extents, both ends included, has been read. */
  void loaded(int first, int last, long nowNanos) {
    Arrays.fill(used, first, last + 1, tick(nowNanos));
  }

  /** Nothing is in memory any more. */
  void clear() {
    Arrays.fill(used, 0);
  }

  /** Seconds are fine enough, and make the table half as large. */
  private int tick(long nowNanos) {
    return 1 + (int) TimeUnit.NANOSECONDS.toSeconds(nowNanos - startNanos);
  }
}
