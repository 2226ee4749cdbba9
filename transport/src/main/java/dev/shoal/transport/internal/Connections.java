package dev.shoal.transport.internal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections of one endpoint, from the first byte on, up to a limit. Thread-safe. */
public final class Connections {
  private final int limit;
  private final Set<NettyConnection> open = ConcurrentHashMap.newKeySet();

  /** Room for so many. */
  public Connections(int limit) {
    this.limit = limit;
  }

  /** Takes a connection in; the limit may be passed by as many as arrive at one moment. */
  boolean add(NettyConnection connection) {
    return open.size() < limit && open.add(connection);
  }

  void remove(NettyConnection connection) {
    open.remove(connection);
  }

  /** How many there are. */
  public int count() {
    return open.size();
  }

  /** A snapshot. */
  public List<NettyConnection> all() {
    return List.copyOf(open);
  }
}
