package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The open connections of one endpoint, from the first byte on, up to a limit. Thread-safe. */
public final class Connections {
  private final int limit;
  private final Set<NettyConnection> open = new HashSet<>();
  private boolean closed;

  /** Room for so many. */
  public Connections(int limit) {
    this.limit = limit;
  }

  /**
   * Takes a connection in.
   *
   * @throws ProtocolException if there is no room, or no more are taken in
   */
  synchronized void add(NettyConnection connection) throws ProtocolException {
    if (closed) {
      throw new ProtocolException(ErrorCode.SHUTTING_DOWN, "this side is shutting down");
    }
    if (open.size() >= limit) {
      throw full();
    }
    open.add(connection);
  }

  /** What is said to those for whom there is no room. */
  static ProtocolException full() {
    return new ProtocolException(ErrorCode.BUSY, "too many connections; try again later");
  }

  /** Whether there is no room for another. */
  synchronized boolean isFull() {
    return open.size() >= limit;
  }

  synchronized void remove(NettyConnection connection) {
    open.remove(connection);
  }

  /** How many there are. */
  public synchronized int count() {
    return open.size();
  }

  /** Whether no more are taken in. */
  public synchronized boolean isClosed() {
    return closed;
  }

  /** Takes no more in, and returns those that are open. */
  public synchronized List<NettyConnection> close() {
    closed = true;
    return List.copyOf(open);
  }
}
