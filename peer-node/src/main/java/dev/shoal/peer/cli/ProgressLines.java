package dev.shoal.peer.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Progress for a log: a line at the start, one every ten seconds, and one at the end. */
final class ProgressLines implements ProgressView {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Consumer<String> lines;
  private final LongSupplier nanoClock;
  private final String task;
  private @Nullable Progress shown;
  private @Nullable Progress latest;
  private long shownNanos;

  ProgressLines(Consumer<String> lines, LongSupplier nanoClock, String task) {
    this.lines = lines;
    this.nanoClock = nanoClock;
    this.task = task;
  }

  @Override
  public void show(Progress now) {
    if (!now.isBegun()) {
      return;
    }
    latest = now;
    if (shown == null || nanoClock.getAsLong() - shownNanos >= INTERVAL_NANOS) {
      print(now);
    }
  }

  @Override
  public void note(String sentence) {
    lines.accept(sentence);
  }

  @Override
  public void close() {
    if (latest != null && (shown == null || latest.done() != shown.done())) {
      print(latest);
    }
  }

  private void print(Progress now) {
    // At the start there is no pace yet that would mean anything.
    String pace = shown == null || now.pace().isEmpty() ? "" : ", " + now.pace();
    shown = now;
    shownNanos = nanoClock.getAsLong();
    String amount = Units.size(now.done());
    if (now.isTotalKnown()) {
      amount = now.percent() + "%, " + amount + " of " + Units.size(now.total());
    }
    lines.accept(task + ": " + amount + pace);
  }
}
