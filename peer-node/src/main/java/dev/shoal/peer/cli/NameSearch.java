package dev.shoal.peer.cli;

import dev.shoal.peer.UnreachableException;
import dev.shoal.protocol.ShoalLink;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Asks what a name stands for, again and again until somebody knows. */
final class NameSearch {
  private static final Duration FIRST_REST = Duration.ofMillis(500);
  private static final Duration LONGEST_REST = Duration.ofSeconds(8);

  private final StopSignal stop;
  private final Function<Duration, CompletableFuture<Void>> rest;
  private final LongSupplier nanoTime;

  NameSearch(StopSignal stop) {
    this(stop, NameSearch::after, System::nanoTime);
  }

  /**
   * @param rest completes when a time is over
   * @param nanoTime a clock, which goes on while somebody is asked, too
   */
  NameSearch(
      StopSignal stop, Function<Duration, CompletableFuture<Void>> rest, LongSupplier nanoTime) {
    this.stop = stop;
    this.rest = rest;
    this.nanoTime = nanoTime;
  }

  /**
   * Asks.
   *
   * @param question empty if nobody knows
   * @param waitFor how long to ask again until somebody knows, and the tracker is reached
   */
  Optional<ShoalLink> find(
      Supplier<CompletableFuture<Optional<ShoalLink>>> question, Duration waitFor)
      throws Stopped, ExecutionException, InterruptedException {
    long begunNanos = nanoTime.getAsLong();
    Duration next = FIRST_REST;
    while (true) {
      Optional<ShoalLink> found = Optional.empty();
      Duration left;
      try {
        found = stop.await(question.get(), () -> {});
        left = left(waitFor, begunNanos);
      } catch (ExecutionException e) {
        left = left(waitFor, begunNanos);
        if (!(Sentence.unwrap(e) instanceof UnreachableException) || left.isZero()) {
          throw e;
        }
      }
      if (found.isPresent() || left.isZero()) {
        return found;
      }
      stop.await(rest.apply(next.compareTo(left) < 0 ? next : left), () -> {});
      next = next.compareTo(LONGEST_REST) < 0 ? next.multipliedBy(2) : LONGEST_REST;
    }
  }

  private Duration left(Duration waitFor, long begunNanos) {
    Duration left = waitFor.minusNanos(nanoTime.getAsLong() - begunNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static CompletableFuture<Void> after(Duration time) {
    return new CompletableFuture<Void>()
        .completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
