package dev.shoal.peer.internal.download;

import dev.shoal.transport.RateLimit;
import java.util.concurrent.TimeUnit;

/**
 * Asks for no more of a file than its own rate limit lets through, beside a little ahead, so that
 * there is always something on its way. By itself it paces a download in steps of a chunk, which is
 * all that can be done where other downloads use the same connections; the node's limit is left to
 * reading. A plain object of one thread.
 */
final class RequestPace {
  private static final int CHUNKS_AHEAD = 2;
  private static final long LEAST_AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final RateLimit limit;
  private final int chunkSize;
  private int changes;

  /** When all that was asked for may have come. */
  private long doneNanos;

  /**
   * For one download.
   *
   * @param chunkSize its chunks', bytes
   */
  RequestPace(RateLimit limit, int chunkSize, long nowNanos) {
    this.limit = limit;
    this.chunkSize = chunkSize;
    this.changes = limit.changes();
    this.doneNanos = nowNanos;
  }

  /** Whether one more chunk may be asked for now. */
  boolean mayAsk(long nowNanos) {
    long rate = rate(nowNanos);
    return rate == 0
        || doneNanos - nowNanos
            < Math.max(LEAST_AHEAD_NANOS, CHUNKS_AHEAD * nanos(chunkSize, rate));
  }

  /** A chunk was asked for. */
  void asked(int bytes, long nowNanos) {
    long rate = rate(nowNanos);
    if (rate != 0) {
      doneNanos = (doneNanos - nowNanos > 0 ? doneNanos : nowNanos) + nanos(bytes, rate);
    }
  }

  private long rate(long nowNanos) {
    if (changes != limit.changes()) {
      changes = limit.changes();
      doneNanos = nowNanos;
    }
    return limit.bytesPerSecond();
  }

  private static long nanos(int bytes, long rate) {
    return -Math.floorDiv(-bytes * TimeUnit.SECONDS.toNanos(1), rate); // rounded up
  }
}
