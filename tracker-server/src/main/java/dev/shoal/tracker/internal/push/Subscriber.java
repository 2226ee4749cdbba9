package dev.shoal.tracker.internal.push;

import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.tracker.internal.swarm.AddressView;

/** A connection that may subscribe to swarms. */
public interface Subscriber {
  /** The hosts at its ends. */
  AddressView addresses();

  /**
   * Number of its session's registrations, or {@link
   * dev.shoal.tracker.internal.swarm.SourceSample#NOBODY}.
   */
  int registrationsNumber();

  /** Its subscriptions. */
  SubscriptionSet subscriptions();

  /** Whether it has taken what it was sent so far. */
  boolean isReading();

  /** Sends it a notice. */
  void push(SwarmUpdate update);
}
