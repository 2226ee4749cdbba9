package dev.shoal.tracker.internal.http;

import dev.shoal.tracker.internal.figures.Condition;
import dev.shoal.tracker.internal.figures.Identity;
import dev.shoal.tracker.internal.figures.Observed;
import dev.shoal.tracker.internal.figures.TrackerFigures;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which page is at which path. On the HTTP thread. */
final class Site {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Observed tracker;
  private final Metrics metrics;
  private final StatusPage status;
  private final long patienceMillis;

  /**
   * The pages about one tracker.
   *
   * @param patienceMillis how long its loop may take before it counts as stuck
   */
  Site(Observed tracker, Identity identity, Metrics metrics, long patienceMillis) {
    this.tracker = tracker;
    this.metrics = metrics;
    this.status = new StatusPage(identity);
    this.patienceMillis = patienceMillis;
  }

  /**
   * Answers a request.
   *
   * @param path as in the request
   * @param executor the HTTP thread
   */
  CompletableFuture<Answer> answer(String path, EventExecutor executor) {
    return switch (path) {
      case "/" -> withFigures(executor, this::statusPage);
      case "/status.css" -> now(Answer.ok(CSS, status.style()));
      case "/metrics" ->
          withFigures(executor, figures -> Answer.ok(PROMETHEUS, metrics.scrape(figures)));
      case "/healthz" -> onLoop(executor, () -> "", nothing -> ok());
      case "/readyz" -> now(readiness());
      default -> now(Answer.of(HttpResponseStatus.NOT_FOUND));
    };
  }

  private Answer statusPage(TrackerFigures figures) {
    return Answer.ok(
        HTML,
        status.render(
            figures,
            tracker.condition(),
            tracker.address(),
            metrics.worstLagMillis(),
            System.currentTimeMillis(),
            System.nanoTime()));
  }

  private Answer readiness() {
    Condition condition = tracker.condition();
    return condition == Condition.READY ? ok() : unavailable(condition.name());
  }

  private CompletableFuture<Answer> withFigures(
      EventExecutor executor, Function<TrackerFigures, Answer> page) {
    return onLoop(
        executor, tracker::figures, figures -> figures == null ? readiness() : page.apply(figures));
  }

  /** Gets something on the tracker's loop, and makes the page of it back here. */
  private <T extends @Nullable Object> CompletableFuture<Answer> onLoop(
      EventExecutor executor, Supplier<T> supplier, Function<T, Answer> page) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Future<?> patience =
        executor.schedule(
            () -> answer.complete(unavailable("stuck")), patienceMillis, TimeUnit.MILLISECONDS);
    try {
      CompletableFuture.supplyAsync(supplier, tracker.loop())
          .thenApplyAsync(page, executor)
          .whenComplete(
              (made, failure) -> {
                patience.cancel(false);
                if (failure == null) {
                  answer.complete(made);
                } else {
                  answer.completeExceptionally(failure);
                }
              });
    } catch (RejectedExecutionException e) {
      patience.cancel(false);
      answer.complete(unavailable("ended"));
    }
    return answer;
  }

  private static CompletableFuture<Answer> now(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static Answer ok() {
    return Answer.line(HttpResponseStatus.OK, "ok");
  }

  /** A word says why. */
  private static Answer unavailable(String why) {
    return Answer.line(HttpResponseStatus.SERVICE_UNAVAILABLE, why.toLowerCase(Locale.ROOT));
  }
}
