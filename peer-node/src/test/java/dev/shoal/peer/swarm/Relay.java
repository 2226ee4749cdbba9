package dev.shoal.peer.swarm;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A network between a node and the tracker that can be cut, and can stand still. */
final class Relay implements AutoCloseable {
  private final InetSocketAddress target;
  private final InetAddress from;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition flows = lock.newCondition();
  private final AtomicInteger connections = new AtomicInteger();
  private boolean frozen;

  /** What to change of all that comes back over a plain connection; negative: nothing. */
  private volatile long corrupted = -1;

  Relay(InetSocketAddress target) throws IOException {
    this(target, InetAddress.getLoopbackAddress());
  }

  /**
   * @param from the node's address as the tracker sees it
   */
  Relay(InetSocketAddress target, InetAddress from) throws IOException {
    this.target = target;
    this.from = from;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Where the node finds the tracker. */
  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** The same as a socket has it. */
  InetSocketAddress listens() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
  }

  /** How many connections were made. */
  int connections() {
    return connections.get();
  }

  /** Cuts every connection; new ones can be made. */
  void cut() {
    for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
      closeQuietly(socket);
    }
  }

  /** Changes the byte at an offset of what comes back over connections that are not encrypted. */
  void corruptPlain(long offset) {
    corrupted = offset;
  }

  /** Lets nothing through, or lets it through again. */
  void freeze(boolean value) {
    lock.lock();
    try {
      frozen = value;
      flows.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket near = server.accept();
        Socket far = new Socket(target.getAddress(), target.getPort(), from, 0);
        connections.incrementAndGet();
        sockets.add(near);
        sockets.add(far);
        AtomicBoolean plain = new AtomicBoolean();
        threads.execute(
            () ->
                copy(
                    near,
                    far,
                    (bytes, count, before) -> {
                      if (before == 0) {
                        plain.set(bytes[0] == 0);
                      }
                    }));
        threads.execute(
            () ->
                copy(
                    far,
                    near,
                    (bytes, count, before) -> {
                      long at = corrupted - before;
                      if (plain.get() && at >= 0 && at < count) {
                        bytes[(int) at] ^= 1;
                      }
                    }));
      }
    } catch (IOException e) {
      cut(); // closed
    }
  }

  /** Looks at what is under way, and may change it. */
  private interface Look {
    /**
     * @param before bytes that went the same way before
     */
    void at(byte[] bytes, int count, long before);
  }

  private void copy(Socket from, Socket to, Look look) {
    byte[] buffer = new byte[8192];
    long before = 0;
    try {
      InputStream in = from.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        awaitFlow();
        look.at(buffer, count, before);
        before += count;
        to.getOutputStream().write(buffer, 0, count);
      }
    } catch (IOException e) {
      closeQuietly(from); // cut
    }
    closeQuietly(to);
  }

  private void awaitFlow() {
    lock.lock();
    try {
      while (frozen) {
        flows.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError("closing a socket", e);
    }
  }

  @Override
  public void close() {
    freeze(false);
    closeQuietly(server);
    cut();
    threads.shutdown();
  }
}
