package dev.shoal.benchmarks.flood;

import com.google.gson.JsonObject;
import dev.shoal.benchmarks.flood.FloodedTracker.Moment;
import dev.shoal.benchmarks.flood.Victims.Found;
import dev.shoal.benchmarks.report.Measures;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Measures one phase after the other, of the same tracker and with the same victims. */
final class FloodRun {
  /** A burst of the tracker's: so many seconds' worth of passwords may be checked at once. */
  private static final double BURST_SECONDS = 2;

  private final FloodedTracker tracker;
  private final Guessers guessers;
  private final Victims victims;
  private final int loginsPerSecond;

  /**
   * Of processes that run.
   *
   * @param loginsPerSecond what the tracker is told
   */
  FloodRun(FloodedTracker tracker, Guessers guessers, Victims victims, int loginsPerSecond) {
    this.tracker = tracker;
    this.guessers = guessers;
    this.victims = victims;
    this.loginsPerSecond = loginsPerSecond;
  }

  /**
   * One phase.
   *
   * @param runs of Argon2
   * @param bound of these, for as long as the phase took
   * @param p99Millis of queries
   */
  record Phase(Measures measures, double runs, double bound, double p99Millis) {
    boolean isBounded() {
      return runs <= bound;
    }
  }

  /** Floods for so many seconds. */
  Phase measure(Flood flood, double seconds) throws IOException, InterruptedException {
    victims.take();
    double guessing = guessers.cpuSeconds();
    Moment before = tracker.now();
    @Nullable JsonObject guesses = null;
    if (flood.isCalm()) {
      TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    } else {
      guessers.begin(flood, seconds);
      guesses = guessers.end();
    }
    Found found = victims.take();
    Moment after = tracker.now();
    double took = (after.nanos() - before.nanos()) / 1e9;
    double runs = delta(before, after, "password_runs_total");
    double bound = loginsPerSecond * (took + BURST_SECONDS);
    Measures measures = new Measures();
    if (guesses != null) {
      addGuesses(measures, guesses, took);
    }
    measures
        .add("argon2_per_s", runs / took)
        .add("argon2", runs)
        .add("argon2_bound", bound)
        .add("denied_per_s", delta(before, after, "logins_denied_total") / took)
        .add("throttled_per_s", delta(before, after, "logins_throttled_total") / took)
        .add("hung_up_per_s", delta(before, after, "cut_connections_total") / took)
        .add("turned_away_per_s", delta(before, after, "refused_connections_total") / took)
        .add("tracker_cores", (after.cpuSeconds() - before.cpuSeconds()) / took)
        .add("guessers_cores", (guessers.cpuSeconds() - guessing) / took)
        .add("loop_lags", delta(before, after, "loop_lag_seconds_count"))
        .add("loop_lags_over_5ms", lagsOver5Millis(before, after));
    found.addTo(measures);
    return new Phase(measures, runs, bound, found.p99Millis());
  }

  private static void addGuesses(Measures measures, JsonObject guesses, double seconds) {
    for (String what :
        new String[] {"sent", "denied", "refused", "lost", "connected", "not_connected"}) {
      measures.add("guessers_" + what + "_per_s", guesses.get(what).getAsDouble() / seconds);
    }
  }

  private static double lagsOver5Millis(Moment before, Moment after) {
    return delta(before, after, "loop_lag_seconds_count")
        - delta(before, after, "loop_lag_seconds_bucket{le=\"0.005\"}");
  }

  private static double delta(Moment before, Moment after, String figure) {
    return after.sum(figure) - before.sum(figure);
  }
}
