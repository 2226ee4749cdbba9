package dev.shoal.transport;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The ways this machine may move bytes through sockets. */
@SuppressWarnings("ImmutableEnumChecker") // the suppliers are method references without state
public enum TransportKind {
  /** Linux epoll: sendfile from native code. */
  EPOLL(
      Epoll::isAvailable,
      EpollIoHandler.class,
      () -> EpollIoHandler.newFactory(Loop.MAX_EVENTS, DefaultSelectStrategyFactory.INSTANCE),
      EpollSocketChannel.class,
      EpollServerSocketChannel.class),
  /** BSD and macOS kqueue. */
  KQUEUE(
      KQueue::isAvailable,
      KQueueIoHandler.class,
      KQueueIoHandler::newFactory,
      KQueueSocketChannel.class,
      KQueueServerSocketChannel.class),
  /** The JDK's selectors, everywhere. */
  NIO(
      () -> true,
      NioIoHandler.class,
      NioIoHandler::newFactory,
      NioSocketChannel.class,
      NioServerSocketChannel.class),
  /** Linux io_uring: by choice only, since it has no sendfile. */
  IO_URING(
      IoUring::isAvailable,
      IoUringIoHandler.class,
      IoUringIoHandler::newFactory,
      IoUringSocketChannel.class,
      IoUringServerSocketChannel.class);

  /** Constants that are needed before those of the enum itself are there. */
  private static final class Loop {
    /**
     * Sockets served in one go. With Netty's default, whose array grows, ten thousand connections
     * lost together would keep a loop from everything else until the last of them is closed.
     */
    static final int MAX_EVENTS = 128;
  }

  private final BooleanSupplier available;
  private final Class<? extends IoHandler> ioHandler;
  private final Supplier<IoHandlerFactory> factory;
  private final Class<? extends SocketChannel> channel;
  private final Class<? extends ServerChannel> serverChannel;

  TransportKind(
      BooleanSupplier available,
      Class<? extends IoHandler> ioHandler,
      Supplier<IoHandlerFactory> factory,
      Class<? extends SocketChannel> channel,
      Class<? extends ServerChannel> serverChannel) {
    this.available = available;
    this.ioHandler = ioHandler;
    this.factory = factory;
    this.channel = channel;
    this.serverChannel = serverChannel;
  }

  /** The best of those that work here: epoll, then kqueue, then NIO. */
  public static TransportKind best() {
    return EPOLL.isAvailable() ? EPOLL : KQUEUE.isAvailable() ? KQUEUE : NIO;
  }

  /**
   * The kind that a group of event loops was made for.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static TransportKind of(EventLoopGroup group) {
    for (TransportKind kind : values()) {
      if (group instanceof IoEventLoopGroup io && io.isIoType(kind.ioHandler)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("event loops of a kind that is not supported: " + group);
  }

  /** Whether this machine has it. */
  public boolean isAvailable() {
    return available.getAsBoolean();
  }

  /**
   * Makes event loops of this kind; the caller shuts them down.
   *
   * @param threads at least 1
   * @param name what the threads are called
   * @throws IllegalStateException if this machine lacks the kind
   */
  public EventLoopGroup newGroup(int threads, String name) {
    if (!isAvailable()) {
      throw new IllegalStateException(this + " is not available on this machine");
    }
    ThreadFactory threadFactory = new DefaultThreadFactory(name, true);
    return new MultiThreadIoEventLoopGroup(threads, threadFactory, factory.get());
  }

  /** Class of the sockets. */
  public Class<? extends SocketChannel> channelType() {
    return channel;
  }

  /** Class of the listening sockets. */
  public Class<? extends ServerChannel> serverChannelType() {
    return serverChannel;
  }
}
