package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits for what other threads bring about, and fails the test when it does not come. */
public final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Await() {}

  /** The future's result. */
  public static <T> T result(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** What the future fails with, which must be of that very type. */
  public static <T extends Throwable> T failure(CompletableFuture<?> future, Class<T> type)
      throws InterruptedException {
    @Nullable Throwable cause;
    try {
      throw new AssertionError("should have failed, but gave " + result(future));
    } catch (ExecutionException e) {
      cause = e.getCause();
    } catch (InterruptedException e) {
      throw e;
    } catch (TimeoutException e) {
      throw new AssertionError("nothing came", e);
    } catch (Exception e) { // a CancellationException, say
      cause = e;
    }
    assertThat(cause).isExactlyInstanceOf(type);
    return Objects.requireNonNull(type.cast(cause));
  }

  /** Returns as soon as the condition holds. */
  public static void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("did not come true: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
