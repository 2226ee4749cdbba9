package dev.shoal.transport.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets the bodies of all connections of an endpoint onto the network one after another where it is
 * slow: who is sent a chunk has it, and can pass it on, as soon as possible, and those who asked
 * first are served first. On a fast network nobody waits.
 *
 * <p>A turn lasts until the kernel has taken the last of a body. {@value #AT_ONCE} are out at a
 * time, so that the line has no pause; one that takes far longer than the line would, because it is
 * the other side that is slow, is not counted any more. So no reader holds up the others.
 * Thread-safe.
 */
final class SendTurns {
  /** Turns out at one time that are in time. */
  static final int AT_ONCE = 2;

  /** Bodies so short need no turn. */
  static final int SHORT_BYTES = 32 * 1024;

  /** A body that takes less than this needs no turn. */
  private static final long FAST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final double SMOOTHING = 0.3;

  /** How many times longer than alone on the line a turn may last, and how long at all. */
  private static final int PATIENCE = 4;

  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long UNMEASURED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final List<Turn> held = new ArrayList<>();
  private final Deque<Turn> waiting = new ArrayDeque<>();

  /** What all connections send together while they have something to send; 0: unknown. */
  private double bytesPerNano;

  private long underWay;
  private long sampleBytes;
  private long sampleNanos;
  private long asOfNanos;

  /** One body's place in the row. */
  final class Turn {
    private final int bytes;
    private final Runnable onGranted;
    private long grantedNanos;
    private boolean granted;

    private Turn(int bytes, Runnable onGranted) {
      this.bytes = bytes;
      this.onGranted = onGranted;
    }

    /** Whether it has come: 0, or how long until it is worth to ask again. */
    long nanosToWait(long nowNanos) {
      List<Turn> came;
      long wait;
      synchronized (SendTurns.this) {
        came = settle(nowNanos);
        wait = granted ? 0 : nanosToNextOverdue(nowNanos);
      }
      came.forEach(turn -> turn.tellUnless(this));
      return wait;
    }

    /** Whether it has come already. */
    boolean isGranted() {
      synchronized (SendTurns.this) {
        return granted;
      }
    }

    /** It is over, or not wanted any more. */
    void end(long nowNanos) {
      List<Turn> came;
      synchronized (SendTurns.this) {
        if (!held.remove(this)) {
          waiting.remove(this);
        }
        came = settle(nowNanos);
      }
      came.forEach(turn -> turn.tellUnless(this));
    }

    @SuppressWarnings("ReferenceEquality") // there are no two equal ones
    private void tellUnless(Turn asker) {
      if (this != asker) {
        onGranted.run();
      }
    }

    private boolean isOverdue(long nowNanos) {
      return nowNanos - grantedNanos >= patienceNanos();
    }

    private long patienceNanos() {
      return bytesPerNano == 0
          ? UNMEASURED_NANOS
          : Math.min(LONGEST_NANOS, (long) (PATIENCE * bytes / bytesPerNano));
    }
  }

  /** Whether a body of that length has to wait for its turn. */
  synchronized boolean isNeeded(int bytes) {
    boolean slow = bytesPerNano == 0 || bytes > FAST_NANOS * bytesPerNano;
    return bytes >= SHORT_BYTES && (slow || !waiting.isEmpty());
  }

  /**
   * Takes a place at the end of the row.
   *
   * @param onGranted told when the turn comes by another's doing; on whatever thread
   */
  synchronized Turn enter(int bytes, Runnable onGranted) {
    Turn turn = new Turn(bytes, onGranted);
    waiting.add(turn);
    return turn;
  }

  /** So many bytes are handed to a socket. */
  synchronized void begun(int bytes, long nowNanos) {
    if (underWay == 0) {
      asOfNanos = nowNanos;
    }
    underWay += bytes;
  }

  /** A socket has taken so many bytes, or never will. */
  synchronized void done(int bytes, long nowNanos) {
    underWay -= bytes;
    sampleBytes += bytes;
    sampleNanos += nowNanos - asOfNanos;
    asOfNanos = nowNanos;
    if (sampleNanos >= SAMPLE_NANOS) {
      double sample = (double) sampleBytes / sampleNanos;
      bytesPerNano =
          bytesPerNano == 0 ? sample : bytesPerNano + (sample - bytesPerNano) * SMOOTHING;
      sampleBytes = 0;
      sampleNanos = 0;
    }
  }

  /** Turns that come now, to be told outside the lock. */
  private List<Turn> settle(long nowNanos) {
    List<Turn> came = List.of();
    while (!waiting.isEmpty() && inTime(nowNanos) < AT_ONCE) {
      Turn turn = waiting.remove();
      turn.granted = true;
      turn.grantedNanos = nowNanos;
      held.add(turn);
      if (came.isEmpty()) {
        came = new ArrayList<>();
      }
      came.add(turn);
    }
    return came;
  }

  private int inTime(long nowNanos) {
    int count = 0;
    for (Turn turn : held) {
      count += turn.isOverdue(nowNanos) ? 0 : 1;
    }
    return count;
  }

  private long nanosToNextOverdue(long nowNanos) {
    long soonest = LONGEST_NANOS;
    for (Turn turn : held) {
      if (!turn.isOverdue(nowNanos)) {
        soonest = Math.min(soonest, turn.grantedNanos + turn.patienceNanos() - nowNanos);
      }
    }
    return Math.max(SHORTEST_WAIT_NANOS, soonest);
  }
}
