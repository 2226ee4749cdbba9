package dev.shoal.peer.internal.tracker;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether others can dial this node, as far as its tracker has found out; says so when it changes.
 *
 * <p>Written on one thread, read on any. A lease may be opened before the tracker has an answer, so
 * only what a heartbeat says is taken for a no.
 */
final class Reachability {
  private static final Logger log = LoggerFactory.getLogger(Reachability.class);

  private final int listenPort;
  private volatile boolean dialable;
  private @Nullable Boolean told;

  Reachability(int listenPort) {
    this.listenPort = listenPort;
  }

  boolean isDialable() {
    return dialable;
  }

  /** What the lease said. */
  void opened(boolean value) {
    dialable = value;
    if (value) {
      tell("", true);
    }
  }

  /** What a heartbeat was answered with. */
  void beaten(String tracker, boolean value) {
    dialable = value;
    tell(tracker, value);
  }

  private void tell(String tracker, boolean value) {
    if (told != null && told == value) {
      return;
    }
    if (!value) {
      log.warn(
          "the tracker {} can't connect to this node's port {}: other nodes are not told of it, and"
              + " can fetch from it only over connections that it makes itself; open the port in"
              + " the firewall, or forward it",
          tracker,
          listenPort);
    } else if (told != null) {
      log.info("this node's port {} can be reached now", listenPort);
    }
    told = value;
  }
}
