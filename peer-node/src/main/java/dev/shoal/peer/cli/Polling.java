package dev.shoal.peer.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Asks a running node how something is, again and again. Thread-safe.
 *
 * @param <T> what it answers
 */
final class Polling<T> {
  private static final long PAUSE_MILLIS = 200;

  private final Supplier<CompletableFuture<T>> question;
  private final Predicate<T> isOver;
  private final Executor later =
      CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  private volatile T latest;

  /**
   * @param first what it was at first
   * @param isOver whether it will not change any more
   */
  Polling(T first, Supplier<CompletableFuture<T>> question, Predicate<T> isOver) {
    this.latest = first;
    this.question = question;
    this.isOver = isOver;
  }

  /** The last answer. */
  T latest() {
    return latest;
  }

  /** Completes when it is over; fails as the question does. */
  CompletableFuture<T> over() {
    T now = latest;
    return isOver.test(now)
        ? CompletableFuture.completedFuture(now)
        : CompletableFuture.completedFuture(now)
            .thenComposeAsync(before -> question.get(), later)
            .thenCompose(this::next);
  }

  private CompletableFuture<T> next(T answer) {
    latest = answer;
    return over();
  }
}
