package dev.shoal.transport.http;

import dev.shoal.transport.AddressGroup;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The open connections of one server, up to a limit, altogether and of an address. Thread-safe. */
final class HttpConnections {
  private final HttpLimits limits;
  private final Set<HttpConnection> open = new HashSet<>();
  private final Map<AddressGroup, Integer> counts = new HashMap<>();
  private boolean closed;

  HttpConnections(HttpLimits limits) {
    this.limits = limits;
  }

  /** Takes a connection in; false if there is no room for it. */
  synchronized boolean enter(HttpConnection connection, InetAddress host) {
    if (closed || open.size() >= limits.connections()) {
      return false;
    }
    if (!host.isLoopbackAddress()) { // there everybody has the same
      AddressGroup group = AddressGroup.of(host);
      int count = counts.getOrDefault(group, 0);
      if (count >= limits.connectionsPerAddress()) {
        return false;
      }
      counts.put(group, count + 1);
    }
    open.add(connection);
    return true;
  }

  /** A connection that was taken in is over. */
  synchronized void leave(HttpConnection connection, InetAddress host) {
    if (open.remove(connection) && !host.isLoopbackAddress()) {
      counts.computeIfPresent(
          AddressGroup.of(host), (group, count) -> count == 1 ? null : count - 1);
    }
  }

  /** How many there are. */
  synchronized int count() {
    return open.size();
  }

  /** Takes no more in, and returns those that are open. */
  synchronized List<HttpConnection> close() {
    closed = true;
    return List.copyOf(open);
  }
}
