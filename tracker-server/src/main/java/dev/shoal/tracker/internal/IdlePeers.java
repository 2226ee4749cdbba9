package dev.shoal.tracker.internal;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Connections, each with the time since when it may have been idle: looked at once in a while, so
 * that being busy costs nothing.
 */
final class IdlePeers {
  private final long idleNanos;
  private final Map<ConnectedPeer, Long> since = new LinkedHashMap<>();

  /** Those that are idle for so long are dismissed, within twice that time. */
  IdlePeers(long idleNanos) {
    this.idleNanos = idleNanos;
  }

  /** A new connection. */
  void add(ConnectedPeer peer, long nowNanos) {
    since.put(peer, nowNanos);
  }

  /** It is over. */
  void remove(ConnectedPeer peer) {
    since.remove(peer);
  }

  /**
   * Dismisses those that have been idle.
   *
   * @param max connections to look at: a slice small enough not to hold up requests
   */
  void dismiss(long nowNanos, int max) {
    for (int i = 0; i < max; i++) {
      Iterator<Map.Entry<ConnectedPeer, Long>> each = since.entrySet().iterator();
      if (!each.hasNext()) {
        return;
      }
      Map.Entry<ConnectedPeer, Long> oldest = each.next();
      if (nowNanos - oldest.getValue() < idleNanos) {
        return;
      }
      ConnectedPeer peer = oldest.getKey();
      each.remove();
      if (peer.hasBeenIdle()) {
        peer.dismiss();
      } else {
        since.put(peer, nowNanos);
      }
    }
  }
}
