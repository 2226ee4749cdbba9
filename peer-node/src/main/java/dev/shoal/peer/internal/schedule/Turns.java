package dev.shoal.peer.internal.schedule;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets some things be under way at one time; the rest waits, first come, first served. Thread-safe.
 */
public final class Turns {
  private final int atOnce;
  private final Queue<Turn<?>> waiting = new ArrayDeque<>();
  private final AtomicInteger calls = new AtomicInteger();
  private int underWay;

  /**
   * @param atOnce at least 1
   */
  public Turns(int atOnce) {
    if (atOnce < 1) {
      throw new IllegalArgumentException("at least one must have its turn, not " + atOnce);
    }
    this.atOnce = atOnce;
  }

  /**
   * Begins something as soon as it is its turn, maybe at once, on whatever thread.
   *
   * @param work begins it, and says when it is over; must not block
   * @return its result; to cancel it cancels the work, or lets it never begin
   */
  public <T> CompletableFuture<T> run(Supplier<? extends CompletableFuture<T>> work) {
    Turn<T> turn = new Turn<>(work);
    synchronized (this) {
      waiting.add(turn);
    }
    beginNext();
    return turn.result;
  }

  /** One at a time goes through here, on behalf of all: no call is nested in another. */
  private void beginNext() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    do {
      for (Turn<?> next = take(); next != null; next = take()) {
        next.begin();
      }
    } while (calls.decrementAndGet() > 0);
  }

  private synchronized @Nullable Turn<?> take() {
    Turn<?> next = underWay < atOnce ? waiting.poll() : null;
    if (next != null) {
      underWay++;
    }
    return next;
  }

  private void ended() {
    synchronized (this) {
      underWay--;
    }
    beginNext();
  }

  private final class Turn<T> {
    private final Supplier<? extends CompletableFuture<T>> work;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    Turn(Supplier<? extends CompletableFuture<T>> work) {
      this.work = work;
    }

    void begin() {
      if (result.isDone()) {
        ended();
        return;
      }
      CompletableFuture<T> begun;
      try {
        begun = work.get();
      } catch (RuntimeException | Error e) {
        begun = CompletableFuture.failedFuture(e);
      }
      CompletableFuture<T> working = begun;
      result.whenComplete((done, failure) -> cancelIfUnwanted(working));
      working.whenComplete(this::settle);
    }

    private void cancelIfUnwanted(CompletableFuture<T> working) {
      if (result.isCancelled()) {
        working.cancel(false);
      }
    }

    private void settle(@Nullable T value, @Nullable Throwable failure) {
      ended(); // first, so that what depends on the result finds room
      if (failure == null) {
        result.complete(value);
      } else {
        result.completeExceptionally(failure);
      }
    }
  }
}
