package dev.shoal.tracker.internal;

import dev.shoal.protocol.PeerId;
import dev.shoal.tracker.internal.swarm.AddressView;

/** What the state needs to know of the connection that a request comes by. */
interface Caller {
  /** The hosts at its ends. */
  AddressView addresses();

  /** The peer id that the other side claims. */
  PeerId peer();

  /** Another connection has resumed the session that this one carried: the connection is closed. */
  void displace();
}
