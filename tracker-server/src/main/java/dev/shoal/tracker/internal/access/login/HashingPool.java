package dev.shoal.tracker.internal.access.login;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few threads on which passwords are hashed, and the bounded queue before them, in which nodes
 * that are known do not wait behind strangers. Owned by the loop, on which everything completes;
 * only the hashing itself is done elsewhere. A thread ends when there was nothing to hash for a
 * while, and gives its memory back.
 *
 * <p>Never more runs at once than {@link Limits#threads}; how many a second is for {@link
 * LoginThrottle} to say, which everybody passes before.
 */
public final class HashingPool {
  private static final Logger log = LoggerFactory.getLogger(HashingPool.class);
  private static final int IDLE_SECONDS = 30;

  private final PasswordHasher hasher;
  private final Limits limits;
  private final Executor loop;
  private final ThreadPoolExecutor threads;
  private final HashingQueue<Job<?>> waiting;
  private int running;
  private long runs;
  private long dropped;
  private long refused;
  private boolean closed;

  /**
   * How much is hashed.
   *
   * @param threads runs at a time, at least 1
   * @param waiting runs of each {@link HashingLane} that wait for one of those to end, at least 1
   */
  public record Limits(int threads, int waiting) {
    private static final int MOST_BY_DEFAULT = 2;
    private static final int WAITING_BY_DEFAULT = 64;

    /** Leaves a core to the loop where there are several. */
    public static final Limits DEFAULT = of(Runtime.getRuntime().availableProcessors());

    /** What suits a machine: the loop keeps a processor of its own if there is more than one. */
    static Limits of(int processors) {
      int threads = Math.max(1, Math.min(MOST_BY_DEFAULT, processors - 1));
      return new Limits(threads, WAITING_BY_DEFAULT);
    }

    /** Checks the bounds. */
    public Limits {
      if (threads < 1 || waiting < 1) {
        throw new IllegalArgumentException("at least one thread hashes, and one may wait for it");
      }
    }
  }

  /**
   * A pool without a thread, yet.
   *
   * @param loop runs what is handed to it one after the other
   */
  public HashingPool(PasswordHasher hasher, Limits limits, Executor loop) {
    this.hasher = hasher;
    this.limits = limits;
    this.loop = loop;
    this.waiting = new HashingQueue<>(limits.waiting());
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            limits.threads(),
            limits.threads(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // stays empty: no more is handed over than has a thread
            task -> {
              Thread thread = new Thread(task, "shoal-hashing-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  private record Job<T>(
      Supplier<T> work, BooleanSupplier isWanted, CompletableFuture<T> completion) {
    void fail(ErrorCode code, String message) {
      completion.completeExceptionally(new ProtocolException(code, message));
    }
  }

  /**
   * Hashes a password.
   *
   * @param lane for whom
   * @param isWanted asked on the loop when its turn has come: whether anybody waits for it still
   * @return fails with a {@link ProtocolException}: BUSY if too many wait already, CANCELLED if it
   *     is not wanted any more, SHUTTING_DOWN after {@link #close}
   */
  public CompletableFuture<String> hash(
      HashingLane lane, String password, BooleanSupplier isWanted) {
    return submit(lane, () -> hasher.hash(password), isWanted);
  }

  /** Checks a password against a stored hash. Otherwise like {@link #hash}. */
  public CompletableFuture<Boolean> matches(
      HashingLane lane, String stored, String password, BooleanSupplier isWanted) {
    return submit(lane, () -> hasher.matches(stored, password), isWanted);
  }

  /** What hashes. */
  public PasswordHasher hasher() {
    return hasher;
  }

  /** Runs begun so far. */
  public long runs() {
    return runs;
  }

  /** Runs under way. */
  public int running() {
    return running;
  }

  /** Runs spared because nobody waited for them any more. */
  public long dropped() {
    return dropped;
  }

  /** Runs refused because too many waited. */
  public long refused() {
    return refused;
  }

  /** Runs that wait. */
  public int waiting() {
    return waiting.size();
  }

  /** Fails what waits, and takes nothing more. What runs still ends, and is not heard of. */
  public void close() {
    closed = true;
    for (Job<?> job = waiting.poll(); job != null; job = waiting.poll()) {
      job.fail(ErrorCode.SHUTTING_DOWN, "the tracker is shutting down");
    }
    threads.shutdown();
  }

  /** Blocks, after {@link #close}, until every thread has ended: a run at most. Not on the loop. */
  public void awaitEnd() {
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> CompletableFuture<T> submit(
      HashingLane lane, Supplier<T> work, BooleanSupplier isWanted) {
    Job<T> job = new Job<>(work, isWanted, new CompletableFuture<>());
    if (closed) {
      job.fail(ErrorCode.SHUTTING_DOWN, "the tracker is shutting down");
    } else if (waiting.offer(lane, job)) {
      runNext();
    } else {
      refused++;
      job.fail(ErrorCode.BUSY, "too many passwords are being checked; try again in a moment");
    }
    return job.completion();
  }

  private void runNext() {
    while (running < limits.threads() && waiting.size() > 0) {
      run(Objects.requireNonNull(waiting.poll()));
    }
  }

  private <T> void run(Job<T> job) {
    if (!job.isWanted().getAsBoolean()) {
      dropped++;
      job.fail(ErrorCode.CANCELLED, "nobody waits for this any more");
      return;
    }
    running++;
    runs++;
    CompletableFuture.supplyAsync(job.work(), threads)
        .whenComplete((result, failure) -> comeBack(() -> ended(job, result, failure)));
  }

  private <T> void ended(Job<T> job, @Nullable T result, @Nullable Throwable failure) {
    running--;
    if (failure == null) {
      job.completion().complete(result);
    } else {
      log.error("a password could not be hashed", failure);
      job.fail(ErrorCode.INTERNAL, "the tracker could not check the password");
    }
    runNext();
  }

  private void comeBack(Runnable action) {
    try {
      loop.execute(action);
    } catch (RejectedExecutionException e) {
      log.debug("nobody is left to hear of a password");
    }
  }
}
