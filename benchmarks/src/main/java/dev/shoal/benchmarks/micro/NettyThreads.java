package dev.shoal.benchmarks.micro;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs benchmarks on threads like those of an event loop: only on such does Netty cache buffers and
 * recycle objects. JMH makes it by name.
 */
public final class NettyThreads extends ThreadPoolExecutor {
  /** The constructor that JMH looks for. */
  public NettyThreads(int threads, String name) {
    super(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        new DefaultThreadFactory(name, true));
  }
}
