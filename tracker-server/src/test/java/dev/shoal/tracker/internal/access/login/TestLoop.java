package dev.shoal.tracker.internal.access.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A loop that a test turns by hand: what other threads hand in is run by the test's thread. */
public final class TestLoop implements Executor {
  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

  @Override
  public void execute(Runnable action) {
    queue.add(action);
  }

  /** Waits for something to be handed in, and runs it. */
  public void runOne() {
    try {
      Runnable action = queue.poll(30, TimeUnit.SECONDS);
      assertThat(action).as("what is handed in").isNotNull();
      action.run();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs what is handed in until the future is done. */
  public void runUntil(CompletableFuture<?> done) {
    while (!done.isDone()) {
      runOne();
    }
  }

  /** Whether nothing is handed in. */
  public boolean isIdle() {
    return queue.isEmpty();
  }
}
