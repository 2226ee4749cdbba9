package dev.shoal.benchmarks.load;

/** The measured part: requests that are sent until it is stopped. Used on one event loop. */
interface Load extends Activity {
  /** Begins on all connections. */
  void start();

  /**
   * Begins nothing new.
   *
   * @param run what was counted until now
   */
  void stop(Tally run);

  /** Whether nothing is to come any more that belongs to what was counted. */
  default boolean isDrained() {
    return true;
  }

  /** Waits no longer for what is to come; returns how many answers that are. */
  default long giveUp() {
    return 0;
  }
}
