package dev.shoal.peer.internal.tracker;

import dev.shoal.protocol.wire.SwarmUpdate;

/** Who follows the swarm of one file at the tracker. Told on any thread; must not block. */
public interface SwarmListener {
  /** The tracker tells what changed; nothing in it is checked. */
  void onUpdate(SwarmUpdate update);

  /** There is a new connection to a tracker, where nothing is subscribed to yet. */
  void onNewSession();
}
