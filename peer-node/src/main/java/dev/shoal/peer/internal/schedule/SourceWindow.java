package dev.shoal.peer.internal.schedule;

import java.util.concurrent.TimeUnit;

/**
 * How many bytes may be asked of one source at once, and how long an answer may take.
 *
 * <p>What counts are bytes that have not arrived yet, so the next chunk is asked for while the rest
 * of one is still on its way. More than keeps the source busy is never asked for: where many ask
 * each other, long rows of requests would bind chunks to sources that turn out to be slow.
 *
 * <p>The window follows twice the measured bandwidth × delay, as BBR's does (Cardwell et al., «BBR:
 * Congestion-Based Congestion Control», ACM Queue 2016): a window below that grows by what arrives,
 * so doubles in a round trip while the rate still grows with it; one above shrinks slowly. The rate
 * is an exponentially weighted mean over the time in which something was outstanding; the delay is
 * the shortest from a request to its first byte, since longer ones hold our own queue.
 */
public final class SourceWindow {
  /**
   * The bounds of a window and of its deadlines.
   *
   * @param startChunks chunks in the window before anything is known; at least 1
   * @param maxBytes the window's cap, bytes; one chunk is always allowed
   * @param minDeadlineNanos least time for a request
   * @param maxDeadlineNanos most time for a request, unless twice the estimate is more
   * @param unmeasuredDeadlineNanos time for a request to a source of unknown speed, beside what it
   *     takes at 64 KiB/s
   */
  public record Limits(
      int startChunks,
      long maxBytes,
      long minDeadlineNanos,
      long maxDeadlineNanos,
      long unmeasuredDeadlineNanos) {
    /** 2 chunks at first, at most 16 MiB; 5 s to 120 s, 30 s while unmeasured. */
    public static final Limits DEFAULT =
        new Limits(
            2,
            16 << 20,
            TimeUnit.SECONDS.toNanos(5),
            TimeUnit.SECONDS.toNanos(120),
            TimeUnit.SECONDS.toNanos(30));

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if one is not positive or the deadlines are out of order
     */
    public Limits {
      if (startChunks < 1 || maxBytes < 1) {
        throw new IllegalArgumentException("a request window must hold something");
      }
      if (minDeadlineNanos < 1 || maxDeadlineNanos < minDeadlineNanos) {
        throw new IllegalArgumentException(
            "the least deadline must be positive and not exceed the most");
      }
      if (unmeasuredDeadlineNanos < 1) {
        throw new IllegalArgumentException("a deadline must be positive");
      }
    }
  }

  private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final double SMOOTHING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What the window holds at least, in time: pauses of an event loop must not dry the pipe. */
  private static final long MIN_QUEUE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long UNMEASURED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final double LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int DEADLINE_FACTOR = 4;
  private static final long SLOW_NANOS_PER_BYTE = TimeUnit.SECONDS.toNanos(1) / (64 * 1024);

  private final int chunkSize;
  private final Limits limits;
  private long window;
  private long outstanding;
  private double bytesPerNano;
  private long minDelayNanos = Long.MAX_VALUE;
  private long sampleStartNanos;
  private long sampleBytes;
  private long heardNanos;

  /** A window with default limits for chunks of {@code chunkSize} bytes. */
  public SourceWindow(int chunkSize) {
    this(chunkSize, Limits.DEFAULT);
  }

  /** A window for chunks of {@code chunkSize} bytes. */
  public SourceWindow(int chunkSize, Limits limits) {
    this.chunkSize = chunkSize;
    this.limits = limits;
    long start = (long) limits.startChunks * chunkSize;
    window = Math.max(chunkSize, Math.min(limits.maxBytes, start));
  }

  /** Bytes of a whole chunk. */
  public int chunkSize() {
    return chunkSize;
  }

  /** Size of the window, bytes; at least one chunk. */
  public long windowBytes() {
    return window;
  }

  /** Bytes requested that have not arrived, and were not cancelled or timed out. */
  public long outstandingBytes() {
    return outstanding;
  }

  /** Whether so many bytes more fit into the window. */
  public boolean mayRequest(long bytes) {
    return outstanding + bytes <= window;
  }

  /** Whether any byte has been timed yet. */
  public boolean isMeasured() {
    return bytesPerNano > 0;
  }

  /** The measured rate, bytes/s; 0 before any measurement. */
  public double bytesPerSecond() {
    return bytesPerNano * TimeUnit.SECONDS.toNanos(1);
  }

  /** The shortest delay from a request to its first byte; 0 before any measurement. */
  public long delayNanos() {
    return minDelayNanos == Long.MAX_VALUE ? 0 : minDelayNanos;
  }

  /**
   * How long so many bytes would probably take if requested now, behind what is outstanding; a
   * second as long as nothing is known.
   */
  public long estimateNanos(long bytes) {
    if (!isMeasured()) {
      return UNMEASURED_NANOS;
    }
    return (long) Math.min(LONGEST_NANOS, delayNanos() + (outstanding + bytes) / bytesPerNano);
  }

  /** How long nothing has come though something is outstanding; 0 if nothing is. */
  public long silenceNanos(long nowNanos) {
    return outstanding == 0 ? 0 : nowNanos - heardNanos;
  }

  /**
   * The time by which a request of so many bytes must be answered in full if made now: four times
   * the estimate, within the limits. To be asked before {@link #onRequest}.
   */
  public long deadlineNanos(long nowNanos, long bytes) {
    if (!isMeasured()) {
      return nowNanos + limits.unmeasuredDeadlineNanos + bytes * SLOW_NANOS_PER_BYTE;
    }
    long estimate = estimateNanos(bytes);
    long most = Math.max(limits.maxDeadlineNanos, 2 * estimate); // a source that is slow by choice
    long patience = Math.min(most, DEADLINE_FACTOR * estimate);
    return nowNanos + Math.max(limits.minDeadlineNanos, patience);
  }

  /** So many bytes have been requested. */
  public void onRequest(long bytes, long nowNanos) {
    if (outstanding == 0) {
      sampleStartNanos = nowNanos;
      sampleBytes = 0;
      heardNanos = nowNanos;
    }
    outstanding += bytes;
  }

  /** The first byte of an answer came so long after its request. */
  public void onFirstByte(long delayNanos) {
    minDelayNanos = Math.min(minDelayNanos, Math.max(1, delayNanos));
  }

  /**
   * So many bytes of answers have arrived.
   *
   * @param awaited whether they are of a request that is still under way
   */
  public void onBytes(long bytes, boolean awaited, long nowNanos) {
    outstanding -= awaited ? bytes : 0;
    sampleBytes += bytes;
    heardNanos = nowNanos;
    if (nowNanos - sampleStartNanos >= SAMPLE_NANOS) {
      measure(nowNanos);
    }
  }

  /**
   * A request has been answered in full.
   *
   * @param rest bytes of it that were not told of before
   */
  public void onDone(long rest, long nowNanos) {
    outstanding -= rest;
    if (!isMeasured()) {
      measure(nowNanos);
    }
    long target = target();
    window =
        window < target
            ? Math.min(target, window + chunkSize)
            : Math.max(target, window - chunkSize / 8);
  }

  /** The rest of a request is waited for no longer, through no fault of the source. */
  public void onCancel(long rest) {
    outstanding -= rest;
  }

  /** The rest of a request did not come in time. */
  public void onTimeout(long rest, long nowNanos) {
    outstanding -= rest;
    if (sampleBytes > 0) { // silence is no speed
      measure(nowNanos);
    }
    window = Math.max(chunkSize, window / 2);
  }

  private void measure(long nowNanos) {
    long elapsed = nowNanos - sampleStartNanos;
    if (elapsed <= 0) {
      return;
    }
    double sample = (double) sampleBytes / elapsed;
    bytesPerNano =
        isMeasured()
            ? bytesPerNano + (sample - bytesPerNano) * elapsed / (elapsed + SMOOTHING_NANOS)
            : sample;
    sampleStartNanos = nowNanos;
    sampleBytes = 0;
  }

  private long target() {
    long product = (long) (bytesPerNano * Math.max(2 * delayNanos(), MIN_QUEUE_NANOS));
    return Math.max(chunkSize, Math.min(limits.maxBytes, product + chunkSize));
  }
}
