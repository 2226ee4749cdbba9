package dev.shoal.protocol.internal.hash;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether lanes are faster than the plain digest here. Thread-safe.
 *
 * <p>Vector code that is not compiled yet is a hundred times too slow, and compiling it takes about
 * half a second of processor time: much for a processor with SHA extensions, where lanes gain
 * little or nothing, and little for one without, where they are five to eight times as fast. So the
 * plain digest works first, and is timed. If it is slow, lanes are tried as soon as it has itself
 * been compiled; if it is fast, only in a process that hashes much. No thread is started: who
 * reports plain hashing stays for a few times as long as that took, one thread at a time, until
 * lanes have been the faster ones, or have had their time. They are compared by their fastest runs,
 * which neither compilers nor busy machines disturb.
 */
final class LaneTrial {
  /** By then the plain digest is compiled. */
  private static final long WARM_BYTES = 8L * 1024 * 1024;

  /** Slower than any processor with SHA extensions is: 0.8 GB/s. */
  private static final double SLOW_NANOS_PER_BYTE = 1.25;

  /** Plain hashing after which even a small gain will pay. */
  private static final long LONG_RUN_NANOS = 10_000_000_000L;

  /** For each nanosecond of plain hashing, so many go to lanes while they are tried. */
  private static final int SHARE = 4;

  /** What lanes get before they are given up: many times what they need on an idle machine. */
  private static final long LIMIT_NANOS = 5_000_000_000L;

  private static final double MARGIN = 1.05;

  private final LongSupplier nanoTime;
  private final Supplier<Lanes> loader;
  private volatile @Nullable Verdict verdict;

  private double plainBest = Double.MAX_VALUE;
  private long plainBytes;
  private long plainNanos;
  private boolean taken;

  private @Nullable Lanes lanes;
  private @Nullable LaneProbe probe;
  private long spent;

  /**
   * @param loader makes the lanes when they are first tried; may fail with any error
   */
  LaneTrial(LongSupplier nanoTime, Supplier<Lanes> loader) {
    this.nanoTime = nanoTime;
    this.loader = loader;
  }

  /**
   * How it ended.
   *
   * @param lanes null for the plain digest
   * @param least as in {@link Lanes#newHasher}
   */
  record Verdict(@Nullable Lanes lanes, int least) {
    static final Verdict PLAIN = new Verdict(null, 0);
  }

  /** Null until it has ended. */
  @Nullable Verdict verdict() {
    return verdict;
  }

  /** Tells how long plain hashing took, and may stay to try the lanes. */
  void plainTook(long bytes, long nanos) {
    if (verdict != null || !take(bytes, nanos)) {
      return;
    }
    try {
      long start = nanoTime.getAsLong();
      long share = SHARE * nanos;
      do {
        verdict = tryOnce();
      } while (verdict == null && nanoTime.getAsLong() - start < share);
    } finally {
      giveBack();
    }
  }

  /** Whether the caller is to try the lanes now. */
  private synchronized boolean take(long bytes, long nanos) {
    plainBytes += bytes;
    plainNanos += nanos;
    plainBest = Math.min(plainBest, (double) nanos / bytes);
    boolean due =
        plainBytes >= WARM_BYTES
            && (plainBest > SLOW_NANOS_PER_BYTE || plainNanos >= LONG_RUN_NANOS);
    if (taken || !due || verdict != null) {
      return false;
    }
    taken = true;
    return true;
  }

  private synchronized void giveBack() {
    taken = false;
  }

  private synchronized double plainNanosPerByte() {
    return plainBest;
  }

  /** One run of the lanes; null if it settles nothing. */
  private @Nullable Verdict tryOnce() {
    long start = nanoTime.getAsLong();
    try {
      LaneProbe running = probe();
      if (!running.run()) {
        return Verdict.PLAIN;
      }
      double plain = plainNanosPerByte();
      if (running.nanosPerByte() * MARGIN < plain) {
        return new Verdict(lanes, running.least(plain));
      }
    } catch (LinkageError | RuntimeException e) { // a JVM whose incubator has moved on
      return Verdict.PLAIN;
    }
    spent += nanoTime.getAsLong() - start;
    return spent < LIMIT_NANOS ? null : Verdict.PLAIN;
  }

  private LaneProbe probe() {
    if (probe == null) {
      lanes = loader.get();
      probe = new LaneProbe(nanoTime, lanes, Hashers.sha256());
    }
    return probe;
  }
}
