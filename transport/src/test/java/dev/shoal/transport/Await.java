package dev.shoal.transport;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about, and fails the test when it does not come. */
final class Await {
  static final Duration LIMIT = Duration.ofSeconds(20);

  private Await() {}

  /** The stage's result. */
  static <T> T result(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError("nothing came", e);
    }
  }

  /** What the stage fails with. */
  static TransportException failure(CompletionStage<?> stage) {
    try {
      throw new AssertionError("should have failed, but gave " + result(stage));
    } catch (CompletionException e) {
      if (e.getCause() instanceof TransportException failure) {
        return failure;
      }
      throw e;
    }
  }

  /** Returns as soon as the condition holds. */
  static void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("did not come true: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
