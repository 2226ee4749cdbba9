package dev.shoal.peer.service;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running node's own threads: one for its state, and two for the disk. Thread-safe. */
final class ServiceThreads implements Agent {
  private static final Logger log = LoggerFactory.getLogger(ServiceThreads.class);
  private static final int DISK_THREADS = 2;
  private static final long CLOSE_SECONDS = 10;

  private final ScheduledThreadPoolExecutor state;
  private final ThreadPoolExecutor disk;

  ServiceThreads() {
    state = new ScheduledThreadPoolExecutor(1, named("shoal-service"));
    state.setRemoveOnCancelPolicy(true);
    state.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    disk =
        new ThreadPoolExecutor(
            DISK_THREADS,
            DISK_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("shoal-service-disk"));
    disk.allowCoreThreadTimeOut(true);
  }

  private static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** What is told once the node is closed is of no use any more. */
  @Override
  public void execute(Runnable task) {
    try {
      state.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      log.debug("too late", e);
    }
  }

  @Override
  public void schedule(long delayNanos, Runnable task) {
    try {
      state.schedule(guarded(task), delayNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("too late", e);
    }
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        log.error("something went wrong in the running node", e);
      }
    };
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }

  @Override
  public Executor disk() {
    return disk;
  }

  /**
   * Lets what has begun come to its end; blocks.
   *
   * @return whether it did
   */
  boolean close() {
    boolean ended = end(state);
    return end(disk) && ended;
  }

  private static boolean end(ExecutorService threads) {
    threads.shutdown();
    try {
      if (threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        return true;
      }
      log.warn("the disk takes more than {} s; it is left at it", CLOSE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
