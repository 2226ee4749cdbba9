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
  /** Bytes of an extent: each chunk, of whatever size, lies in one. */
  static final int EXTENT = ChunkSize.MAX;

  /** How long what was in use is taken to stay. */
  private static final int WARM_SECONDS = 30;

  private final long length;

  /** When each was last used, in ticks from 1; 0: never. */
  private final int[] used;

  private final long startNanos;

  /** Of a file of that length, nothing of it in memory. */
  WarmExtents(long length, long nowNanos) {
    this.length = length;
    this.used = new int[Math.toIntExact((length + EXTENT - 1) / EXTENT)];
    this.startNanos = nowNanos;
  }

  /** The extent in which a position lies. */
  static int at(long position) {
    return (int) (position / EXTENT);
  }

  /** Where an extent begins. */
  static long begin(int extent) {
    return (long) extent * EXTENT;
  }

  /** Its length, bytes. */
  long size(int extent) {
    return Math.min(EXTENT, length - begin(extent));
  }

  /** Whether an extent is in memory; it is used now if so. */
  boolean use(int extent, long nowNanos) {
    boolean warm = used[extent] != 0 && tick(nowNanos) - used[extent] <= WARM_SECONDS;
    if (warm) {
      used[extent] = tick(nowNanos);
    }
    return warm;
  }

  /** An extent has been read. */
  void loaded(int extent, long nowNanos) {
    used[extent] = tick(nowNanos);
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
