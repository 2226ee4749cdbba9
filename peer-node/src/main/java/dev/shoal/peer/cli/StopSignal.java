package dev.shoal.peer.cli;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Turns SIGINT and SIGTERM into the end of whatever the main thread waits for, so that it closes
 * what it has opened in its own order; the JVM lives until it has.
 *
 * <p>The process then ends with the JVM's status for the signal, 130 or 143.
 */
final class StopSignal {
  /** Longer than any close should take. */
  private static final long PATIENCE_SECONDS = 20;

  private static final long TICK_MILLIS = 200;

  private final CompletableFuture<Void> requested = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** Those that are requested with this one. */
  private final Set<StopSignal> inner = ConcurrentHashMap.newKeySet();

  /** Calls something with another one that is requested with this one, and can be by itself. */
  <T> T within(Function<StopSignal, T> use) {
    StopSignal own = new StopSignal();
    inner.add(own);
    try {
      if (requested.isDone()) {
        own.request();
      }
      return use.apply(own);
    } finally {
      inner.remove(own);
    }
  }

  /** From now on signals, and only the first of them, are noticed. */
  void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "shoal-stop"));
  }

  /** As a signal does. */
  void request() {
    requested.complete(null);
    inner.forEach(StopSignal::request);
  }

  /** Everything is closed: the JVM need not wait any longer. */
  void ended() {
    ended.complete(null);
  }

  /**
   * Waits for a result.
   *
   * @param tick called on this thread a few times a second meanwhile, and once at the end
   * @throws Stopped if a signal came first
   * @throws ExecutionException with what the future failed with
   */
  <T> T await(CompletableFuture<T> future, Runnable tick)
      throws Stopped, ExecutionException, InterruptedException {
    CompletableFuture<Void> either =
        CompletableFuture.anyOf(requested, future).handle((r, e) -> null);
    while (!isDone(either)) {
      tick.run();
    }
    tick.run();
    if (!future.isDone()) {
      throw new Stopped("stopped");
    }
    return future.get();
  }

  /**
   * For what does not wait but work.
   *
   * @throws Stopped if a signal has come
   */
  void check() throws Stopped {
    if (requested.isDone()) {
      throw new Stopped("stopped");
    }
  }

  /** Waits for a signal. */
  void await(Runnable tick) throws InterruptedException {
    while (!isDone(requested)) {
      tick.run();
    }
  }

  private static boolean isDone(CompletableFuture<Void> future) throws InterruptedException {
    try {
      future.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void stopAndWait() {
    request();
    try {
      ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      // The JVM ends all the same.
    }
  }
}
