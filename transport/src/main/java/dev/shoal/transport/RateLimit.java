package dev.shoal.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of files may pass in a second, and how many did: of a node, or within that of one
 * file. May be changed at any moment, and then holds for what is under way as well. Thread-safe.
 *
 * <p>A timetable rather than a bucket: each slice is given the moment when those before it are paid
 * for, in the order of asking. So connections that share a limit take turns, nobody has to be woken
 * by another, and whoever wakes late loses nothing, as long as it is less than {@link #BURST_NANOS}
 * late. In any time no more passes than that much and a slice of each who asks, beside the rate.
 * Rounded so as never to be too fast, by less than a nanosecond a slice.
 *
 * <p>Only bytes of files count. Frames' headers, some 26 bytes a slice, come on top, as do TCP's.
 */
public final class RateLimit {
  /** Lowest rate, bytes a second; what is less was hardly meant so. */
  public static final long LEAST = 1024;

  /** What was not used may be used later, if not so much later as this. */
  public static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** How often at least whoever waits looks whether the rate has changed. */
  public static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int SLICES_PER_SECOND = 64;
  private static final int PAGE = 4096;

  private final @Nullable RateLimit outer;
  private final LongAdder passed = new LongAdder();
  private volatile long bytesPerSecond;
  private volatile int changes;

  /** Whether {@link #freeNanos} means anything. */
  private boolean begun;

  /** When all that was given a time is paid for. */
  private long freeNanos;

  private RateLimit(@Nullable RateLimit outer, long bytesPerSecond) {
    this.outer = outer;
    this.bytesPerSecond = checked(bytesPerSecond);
  }

  /**
   * A limit by itself.
   *
   * @param bytesPerSecond 0: none; otherwise {@value #LEAST} at least
   * @throws IllegalArgumentException if it is out of range
   */
  public static RateLimit of(long bytesPerSecond) {
    return new RateLimit(null, bytesPerSecond);
  }

  /**
   * A limit within this one: what passes it counts against both.
   *
   * @param rate bytes a second; 0: only this one's
   * @throws IllegalArgumentException if it is out of range
   */
  public RateLimit inner(long rate) {
    return new RateLimit(this, rate);
  }

  /**
   * Checks a rate.
   *
   * @return it
   * @throws IllegalArgumentException if it is out of range
   */
  public static long checked(long bytesPerSecond) {
    if (bytesPerSecond != 0 && bytesPerSecond < LEAST) {
      throw new IllegalArgumentException(
          "a rate limit is 0, for none, or at least "
              + LEAST
              + " bytes a second, not "
              + bytesPerSecond);
    }
    return bytesPerSecond;
  }

  /**
   * Changes the rate. What was used before is forgotten.
   *
   * @param rate bytes a second; 0: no limit
   * @throws IllegalArgumentException if it is out of range
   */
  public synchronized void set(long rate) {
    bytesPerSecond = checked(rate);
    begun = false;
    changes++;
  }

  /** The rate, without that of the limit it is within; 0: none. */
  public long bytesPerSecond() {
    return bytesPerSecond;
  }

  /** The limit that this one is within. */
  public @Nullable RateLimit outer() {
    return outer;
  }

  /** Whether this or an outer one limits anything now. */
  public boolean isInForce() {
    return bytesPerSecond != 0 || (outer != null && outer.isInForce());
  }

  /** Differs after a change of this one. */
  public int ownChanges() {
    return changes;
  }

  /** Differs after a change of this or an outer one. */
  public int changes() {
    return changes + (outer == null ? 0 : outer.changes());
  }

  /** Adds what has passed, limited or not, to {@link #passedBytes}, and to the outer ones'. */
  public void count(int bytes) {
    passed.add(bytes);
    if (outer != null) {
      outer.count(bytes);
    }
  }

  /** Bytes that have passed since it was made. */
  public long passedBytes() {
    return passed.sum();
  }

  /**
   * How much should pass at once so that the flow is smooth: a 64th of a second's worth, in whole
   * pages.
   *
   * @param most never more than this
   */
  public int slice(int most) {
    long rate = bytesPerSecond;
    int own =
        rate == 0
            ? most
            : (int) Math.min(most, Math.max(PAGE, rate / SLICES_PER_SECOND / PAGE * PAGE));
    return outer == null ? own : outer.slice(own);
  }

  /**
   * Takes a slice into this limit's timetable, though not into those of outer ones.
   *
   * @return when it may pass; in the past or now: at once
   */
  public synchronized long reserve(int bytes, long nowNanos) {
    long rate = bytesPerSecond;
    if (rate == 0) {
      return nowNanos;
    }
    long earliest = nowNanos - BURST_NANOS;
    if (!begun) {
      begun = true;
      freeNanos = nowNanos;
    } else if (freeNanos - earliest < 0) {
      freeNanos = earliest;
    }
    long start = freeNanos;
    freeNanos -= Math.floorDiv(-bytes * TimeUnit.SECONDS.toNanos(1), rate); // rounded up
    return start;
  }

  /**
   * Counts what has passed already, with this limit and the outer ones.
   *
   * @return when it is paid for: until then its sender should be kept waiting
   */
  public long charge(int bytes, long nowNanos) {
    long free = pay(bytes, nowNanos);
    if (outer == null) {
      return free;
    }
    long outerFree = outer.charge(bytes, nowNanos);
    return free - outerFree > 0 ? free : outerFree;
  }

  private synchronized long pay(int bytes, long nowNanos) {
    reserve(bytes, nowNanos);
    return bytesPerSecond == 0 ? nowNanos : freeNanos;
  }
}
