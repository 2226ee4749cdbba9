package dev.shoal.tracker.internal.push;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.tracker.internal.swarm.AddressView;
import dev.shoal.tracker.internal.swarm.SourceSample;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** A connection that is none, with a memory of what it was told. */
final class FakeSubscriber implements Subscriber {
  private final SubscriptionSet subscriptions = new SubscriptionSet();
  final List<SwarmUpdate> updates = new ArrayList<>();
  boolean reading = true;

  /** How often somebody looked whether there is something to tell it. */
  int looks;

  int registrationsNumber = SourceSample.NOBODY;

  private final AddressView addresses;

  FakeSubscriber() {
    this("10.9.9.9");
  }

  FakeSubscriber(String host) {
    addresses = view(host);
  }

  static AddressView view(String remote) {
    try {
      return new AddressView(InetAddress.getByName(remote), InetAddress.getByName("192.0.2.1"));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(remote, e);
    }
  }

  /** Ports of the sources in a field of packed IPv4 addresses. */
  static List<Integer> ports(ByteString packed) {
    try {
      return PackedAddress.unpack(packed.asReadOnlyByteBuffer(), PackedAddress.V4_LENGTH).stream()
          .map(InetSocketAddress::getPort)
          .toList();
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  /** What it was told since the last call; it must have been told once. */
  SwarmUpdate update() {
    if (updates.size() != 1) {
      throw new AssertionError("should have been told once, not " + updates);
    }
    return updates.remove(0);
  }

  @Override
  public AddressView addresses() {
    return addresses;
  }

  @Override
  public int registrationsNumber() {
    return registrationsNumber;
  }

  @Override
  public SubscriptionSet subscriptions() {
    return subscriptions;
  }

  @Override
  public boolean isReading() {
    looks++;
    return reading;
  }

  @Override
  public void push(SwarmUpdate update) {
    updates.add(update);
  }
}
