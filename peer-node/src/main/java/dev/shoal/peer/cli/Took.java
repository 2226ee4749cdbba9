package dev.shoal.peer.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long something takes, for the line that sums it up. For one thread. */
final class Took {
  private static final long WORTH_A_LINE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final long startNanos;

  /**
   * @param startNanos when it began, by {@link System#nanoTime}
   */
  Took(long startNanos) {
    this.startNanos = startNanos;
  }

  /** From now on. */
  static Took fromNow() {
    return new Took(System.nanoTime());
  }

  /** Sums up what went through since then, if it took so long that a person wonders. */
  void sumUp(String what, long bytes, Output output) {
    long nanos = System.nanoTime() - startNanos;
    if (nanos >= WORTH_A_LINE_NANOS) {
      output.note(what + ": " + totals(bytes, nanos));
    }
  }

  /** Size, time and rate. */
  static String totals(long bytes, long nanos) {
    String text = Units.size(bytes) + " in " + Units.elapsed(Duration.ofNanos(nanos));
    return nanos == 0 ? text : text + ", " + Units.rate((long) (bytes * 1e9 / nanos));
  }
}
