package dev.shoal.peer.internal;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The threads of one node: its own, or the application's, which are left alone at the end. */
final class NodeThreads {
  private static final int LOOPS = 2;
  private static final int CLOSE_SECONDS = 10;
  private static final int LOOK_UPS = 4;
  private static final int IDLE_SECONDS = 5;

  /** A name server that does not answer can't be interrupted, and holds up nothing but threads. */
  private static final int LOOK_UP_SECONDS = 2;

  private final EventLoopGroup loops;
  private final Executor workers;
  private final @Nullable EventLoopGroup ownLoops;
  private final @Nullable ExecutorService ownWorkers;
  private final ExecutorService names = namesThreads();

  NodeThreads(NodeConfig config) {
    ownLoops = config.eventLoops == null ? config.transport.newGroup(LOOPS, "shoal-peer") : null;
    loops = config.eventLoops == null ? Objects.requireNonNull(ownLoops) : config.eventLoops;
    // Unbounded as a queue, bounded as work: each task holds chunk memory or is one of a few per
    // file.
    ownWorkers =
        config.workers == null
            ? Executors.newFixedThreadPool(
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                new DefaultThreadFactory("shoal-worker", true))
            : null;
    workers = config.workers == null ? Objects.requireNonNull(ownWorkers) : config.workers;
  }

  /** None before there is something to look up, and none a while after. */
  private static ExecutorService namesThreads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            LOOK_UPS,
            LOOK_UPS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("shoal-names", true));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  EventLoopGroup loops() {
    return loops;
  }

  Executor workers() {
    return workers;
  }

  /** Look up hosts, for which they may be blocked for long. */
  Executor names() {
    return names;
  }

  /** Ends the node's own threads and waits for them, loops first, as they hand work to workers. */
  void close() {
    if (ownLoops != null) {
      ownLoops
          .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
          .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
    if (ownWorkers != null) {
      ownWorkers.shutdown(); // never interrupted: that would close files under a task's hands
      await(ownWorkers, CLOSE_SECONDS);
    }
    names.shutdownNow();
    await(names, LOOK_UP_SECONDS);
  }

  private static void await(ExecutorService threads, int seconds) {
    try {
      threads.awaitTermination(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
