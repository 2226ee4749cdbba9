package dev.shoal.transport.internal.tls;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The few threads on which the TLS handshakes of an endpoint are computed. Signing and verifying
 * take milliseconds, for which no event loop can stop. There is no thread while there is nothing to
 * do, and never more in the row than a task of each connection. Thread-safe.
 *
 * <p>With the JDK's provider an engine is locked while one of its tasks runs. An event loop that
 * closes a connection in the middle of its handshake may so have to wait for one task, some
 * milliseconds; how often is bounded by the limits of handshakes.
 */
public final class HandshakeThreads implements Executor {
  private static final int MOST = 4;
  private static final long IDLE_SECONDS = 5;

  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final ThreadPoolExecutor pool;

  /** Half as many as the machine has processors: the event loops need some, too. */
  public HandshakeThreads() {
    this(Math.max(1, Math.min(MOST, Runtime.getRuntime().availableProcessors() / 2)));
  }

  private HandshakeThreads(int threads) {
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("shoal-tls", true),
            new ThreadPoolExecutor.DiscardPolicy()) {
          @Override
          protected void terminated() {
            ended.complete(null);
          }
        };
    pool.allowCoreThreadTimeOut(true);
  }

  /** Computes something, unless this is closed: then nobody waits for it. */
  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /**
   * Ends the threads after what they have begun.
   *
   * @return completes when that is done
   */
  public CompletableFuture<Void> close() {
    pool.shutdown();
    return ended.copy();
  }
}
