package dev.shoal.tracker.internal;

import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.tracker.internal.push.Subscriber;
import dev.shoal.tracker.internal.push.SubscriptionSet;
import dev.shoal.tracker.internal.swarm.AddressView;
import dev.shoal.tracker.internal.swarm.SourceSample;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection that is none: two addresses, and a memory of what it was told. */
final class FakeCaller implements Caller, Subscriber {
  static final String TRACKER = "192.0.2.1";

  private final AddressView addresses;
  private final PeerId peer;
  private final SubscriptionSet subscriptions = new SubscriptionSet();
  final List<SwarmUpdate> updates = new ArrayList<>();
  @Nullable Session session;
  boolean displaced;
  boolean proven;

  /** As whose account it is logged in. */
  @Nullable String user;

  FakeCaller(String remote, String local, PeerId peer) {
    this.addresses = new AddressView(host(remote), host(local));
    this.peer = peer;
  }

  /** A peer on a machine of its own. */
  static FakeCaller from(String remote) {
    return new FakeCaller(remote, TRACKER, Some.peerId(remote.hashCode()));
  }

  static InetAddress host(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @Override
  public AddressView addresses() {
    return addresses;
  }

  @Override
  public PeerId peer() {
    return peer;
  }

  @Override
  public boolean isProven() {
    return proven;
  }

  @Override
  public boolean speaksFor(String userKey, PeerId who) {
    return userKey.equals(user) && peer.equals(who);
  }

  @Override
  public void displace() {
    displaced = true;
  }

  @Override
  public int registrationsNumber() {
    return session == null ? SourceSample.NOBODY : session.registrations.number();
  }

  @Override
  public SubscriptionSet subscriptions() {
    return subscriptions;
  }

  @Override
  public boolean isReading() {
    return true;
  }

  @Override
  public void push(SwarmUpdate update) {
    updates.add(update);
  }
}
