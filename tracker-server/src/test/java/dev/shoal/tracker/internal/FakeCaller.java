package dev.shoal.tracker.internal;

import dev.shoal.protocol.PeerId;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A connection that is none: two addresses and a memory of having been displaced. */
final class FakeCaller implements Caller {
  static final String TRACKER = "192.0.2.1";

  private final AddressView addresses;
  private final PeerId peer;
  boolean displaced;

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
  public void displace() {
    displaced = true;
  }
}
