package dev.shoal.peer.service;

import java.time.Duration;
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

/**
 * A running node's own threads: one for its state, two for the disk, and some that look up hosts'
 * names. Thread-safe.
 */
final class ServiceThreads implements Agent {
  private static final Logger log = LoggerFactory.getLogger(ServiceThreads.class);
  private static final int DISK_THREADS = 2;
  private static final int NAME_THREADS = 4;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  private final ScheduledThreadPoolExecutor state;
  private final ThreadPoolExecutor disk;
  private final ThreadPoolExecutor names;
  private final Duration patience;

  ServiceThreads() {
    this(CLOSE_PATIENCE);
  }

  /**
   * @param patience how long {@link #close} waits for each, the state's thread and the disk's
   */
  ServiceThreads(Duration patience) {
    this.patience = patience;
    state = new ScheduledThreadPoolExecutor(1, named("shoal-service"));
    state.setRemoveOnCancelPolicy(true);
    state.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    disk = pool(DISK_THREADS, "shoal-service-disk");
    names = pool(NAME_THREADS, "shoal-service-names");
  }

  private static ThreadPoolExecutor pool(int threads, String name) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
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
      } catch (RuntimeException | Error e) { // the executor would keep it to itself
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

  @Override
  public Executor names() {
    return names;
  }

  /**
   * Lets what has begun come to its end, but for looking up names, which is left behind; blocks.
   *
   * @return whether it did
   */
  boolean close() {
    boolean ended = end(state);
    names.shutdownNow();
    return end(disk) && ended;
  }

  private boolean end(ExecutorService threads) {
    threads.shutdown();
    try {
      if (threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return true;
      }
      log.warn("the disk takes more than {} s; it is left at it", patience.toSeconds());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
