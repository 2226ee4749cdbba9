package dev.shoal.tracker.internal.http;

import dev.shoal.tracker.internal.figures.Condition;
import dev.shoal.tracker.internal.figures.Identity;
import dev.shoal.tracker.internal.figures.Observed;
import dev.shoal.tracker.internal.figures.TrackerFigures;
import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpCall;
import dev.shoal.transport.http.HttpException;
import dev.shoal.transport.http.HttpHandler;
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
final class Site implements HttpHandler {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

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

  @Override
  public CompletableFuture<HttpAnswer> answer(HttpCall call) {
    if (!call.isReading()) {
      return CompletableFuture.failedFuture(HttpException.methodNotAllowed("GET, HEAD"));
    }
    EventExecutor executor = call.executor();
    return switch (call.path()) {
      case "/" -> withFigures(executor, this::statusPage);
      case "/status.css" -> now(HttpAnswer.text(200, CSS, status.style()));
      case "/metrics" ->
          withFigures(
              executor, figures -> HttpAnswer.text(200, PROMETHEUS, metrics.scrape(figures)));
      case "/healthz" -> onLoop(executor, () -> "", nothing -> ok());
      case "/readyz" -> now(readiness());
      default ->
          CompletableFuture.failedFuture(
              new HttpException(404, "not-found", "there is no such page"));
    };
  }

  private HttpAnswer statusPage(TrackerFigures figures) {
    String page =
        status.render(
            figures,
            tracker.condition(),
            tracker.address(),
            metrics.worstLagMillis(),
            System.currentTimeMillis(),
            System.nanoTime());
    return HttpAnswer.text(200, HTML, page).withHeader("content-security-policy", POLICY);
  }

  private HttpAnswer readiness() {
    Condition condition = tracker.condition();
    return condition == Condition.READY ? ok() : unavailable(condition.name());
  }

  private CompletableFuture<HttpAnswer> withFigures(
      EventExecutor executor, Function<TrackerFigures, HttpAnswer> page) {
    return onLoop(
        executor, tracker::figures, figures -> figures == null ? readiness() : page.apply(figures));
  }

  /** Gets something on the tracker's loop, and makes the page of it back here. */
  private <T extends @Nullable Object> CompletableFuture<HttpAnswer> onLoop(
      EventExecutor executor, Supplier<T> supplier, Function<T, HttpAnswer> page) {
    CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
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

  private static CompletableFuture<HttpAnswer> now(HttpAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static HttpAnswer ok() {
    return HttpAnswer.text(200, "ok\n");
  }

  /** A word says why. */
  private static HttpAnswer unavailable(String why) {
    return HttpAnswer.text(503, why.toLowerCase(Locale.ROOT) + "\n");
  }
}
