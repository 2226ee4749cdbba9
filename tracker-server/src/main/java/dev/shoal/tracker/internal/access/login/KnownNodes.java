package dev.shoal.tracker.internal.access.login;

import dev.shoal.protocol.PeerId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that have logged in to an account before, and how far each has used up its tries since.
 * A bounded number of accounts, and of nodes of each, so that logging in to one's own account from
 * many nodes pushes out nobody else's.
 */
final class KnownNodes {
  static final int MAX_ACCOUNTS = 4096;
  static final int MAX_NODES = 8;

  private final Pace failures;
  private final Recent<String, Recent<PeerId, Long>> rests = new Recent<>(MAX_ACCOUNTS);

  KnownNodes(Pace failures) {
    this.failures = failures;
  }

  /** Forgets what was added longest ago when it would get too large. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int max;

    Recent(int max) {
      this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > max;
    }
  }

  boolean contains(String userKey, PeerId peer) {
    return rest(userKey, peer) != null;
  }

  /** How long a known node has to wait until it may try again. */
  long nanosToWait(String userKey, PeerId peer, long nowNanos) {
    Long rest = rest(userKey, peer);
    return rest == null ? 0 : failures.nanosToWait(rest, 1, nowNanos);
  }

  /** A known node tries. */
  void tried(String userKey, PeerId peer, long nowNanos) {
    Map<PeerId, Long> nodes = rests.get(userKey);
    if (nodes != null) {
      nodes.computeIfPresent(peer, (node, rest) -> failures.done(rest, 1, nowNanos));
    }
  }

  /** A node is known from now on, and what it tried is forgotten. */
  void add(String userKey, PeerId peer, long nowNanos) {
    Recent<PeerId, Long> nodes = rests.remove(userKey); // so that it comes last
    if (nodes == null) {
      nodes = new Recent<>(MAX_NODES);
    }
    nodes.remove(peer);
    nodes.put(peer, nowNanos);
    rests.put(userKey, nodes);
  }

  /** A node is known from now on; if it was before, nothing changes. */
  void addUnlessThere(String userKey, PeerId peer, long nowNanos) {
    if (!contains(userKey, peer)) {
      add(userKey, peer, nowNanos);
    }
  }

  /** No node is known at that account any more. */
  void forget(String userKey) {
    rests.remove(userKey);
  }

  /** Accounts of which nodes are known. */
  int size() {
    return rests.size();
  }

  private @Nullable Long rest(String userKey, PeerId peer) {
    Map<PeerId, Long> nodes = rests.get(userKey);
    return nodes == null ? null : nodes.get(peer);
  }
}
