package dev.shoal.tracker.internal;

import dev.shoal.protocol.PeerId;
import dev.shoal.tracker.internal.swarm.AddressView;

/** What the state needs to know of the connection that a request comes by. */
interface Caller {
  /** The hosts at its ends. */
  AddressView addresses();

  /** The peer id of the other side: a claim, unless it is proven. */
  PeerId peer();

  /** Whether the other side has proved its peer id, by TLS. */
  boolean isProven();

  /** Whether it is logged in as that account, and has proved to be that peer. */
  boolean speaksFor(String userKey, PeerId who);

  /** Another connection has resumed the session that this one carried: the connection is closed. */
  void displace();
}
