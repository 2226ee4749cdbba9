package dev.shoal.peer.internal.download;

import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Runs what blocks on a worker, one step at a time, and what follows back on the event loop it
 * belongs to.
 */
final class WorkerSteps {
  private final EventLoop loop;
  private final Executor workers;
  private boolean busy;

  WorkerSteps(EventLoop loop, Executor workers) {
    this.loop = loop;
    this.workers = workers;
  }

  /** Whether a worker is at it. */
  boolean isBusy() {
    return busy;
  }

  /**
   * Takes a step.
   *
   * @param next given its result, on the loop
   * @param failed given what it threw, on the loop
   */
  <T> void run(Callable<T> step, Consumer<T> next, Consumer<Throwable> failed) {
    busy = true;
    try {
      workers.execute(
          () -> {
            try {
              T result = step.call();
              back(() -> next.accept(result));
            } catch (Throwable e) { // a lack of memory must not leave the loop waiting
              back(() -> failed.accept(e));
            }
          });
    } catch (RejectedExecutionException e) {
      busy = false;
      failed.accept(e);
    }
  }

  private void back(Runnable action) {
    loop.execute(
        () -> {
          busy = false;
          action.run();
        });
  }
}
