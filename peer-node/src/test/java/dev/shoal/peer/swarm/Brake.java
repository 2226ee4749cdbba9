package dev.shoal.peer.swarm;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Workers that stop a node half-way: after so many tasks, further ones wait to be released. */
final class Brake implements Executor, AutoCloseable {
  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private final Queue<Runnable> held = new ArrayDeque<>();
  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private int left;

  /** Holds the tasks after the first {@code tasks}. */
  Brake(int tasks) {
    left = tasks;
  }

  @Override
  public synchronized void execute(Runnable task) {
    if (left > 0) {
      left--;
      workers.execute(task);
    } else {
      held.add(task);
      reached.complete(null);
    }
  }

  /** Holds further tasks. */
  synchronized void hold() {
    left = 0;
  }

  /** Waits until a task is held. */
  void awaitHeld() throws Exception {
    Await.result(reached);
  }

  /** Holds nothing any more. */
  synchronized void release() {
    left = Integer.MAX_VALUE;
    held.forEach(workers::execute);
    held.clear();
  }

  @Override
  public void close() {
    release();
    workers.shutdown();
  }
}
