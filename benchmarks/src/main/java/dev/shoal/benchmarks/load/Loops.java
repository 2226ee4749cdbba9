package dev.shoal.benchmarks.load;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The threads of a measurement: one for all of the load, and one for the probe. */
final class Loops implements AutoCloseable {
  private static final int SHUTDOWN_SECONDS = 5;

  private final MultiThreadIoEventLoopGroup group;
  private final Class<? extends Channel> channelType;
  private final EventLoop load;
  private final EventLoop probe;

  Loops() {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    channelType = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    group = new MultiThreadIoEventLoopGroup(2, new DefaultThreadFactory("shoal-load", true), io);
    load = group.next();
    probe = group.next();
  }

  EventLoop load() {
    return load;
  }

  EventLoop probe() {
    return probe;
  }

  Class<? extends Channel> channelType() {
    return channelType;
  }

  /** Calls on an event loop, and waits for the result. */
  static <T> T call(EventLoop loop, Callable<T> task) throws InterruptedException {
    return loop.submit(task).sync().getNow();
  }

  /** Runs on an event loop, and waits for the end. */
  static void run(EventLoop loop, Runnable task) throws InterruptedException {
    loop.submit(task).sync();
  }

  /**
   * Begins on an event loop, and waits for what that leads to.
   *
   * @throws LoadException if it fails with one
   */
  static <T> T join(EventLoop loop, Supplier<CompletableFuture<T>> task) throws LoadException {
    try {
      return CompletableFuture.supplyAsync(task, loop).thenCompose(future -> future).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LoadException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Ends both, and all connections with them. */
  @Override
  public void close() {
    group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
