package dev.shoal.tracker.internal.swarm;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The hosts at both ends of one peer's connection, and what follows for the addresses that this
 * peer is given. Immutable.
 */
public final class AddressView {
  private final InetAddress remote;
  private final InetAddress local;

  /** Whether loopback addresses mean the same machine to this peer as to the tracker. */
  final boolean isOnTrackersMachine;

  /** Whether {@link #local} is an IPv4 address, then in {@link #localV4}. */
  final boolean isLocalV4;

  final int localV4;

  /** The halves of an IPv6 {@link #local}. */
  final long localHigh;

  final long localLow;

  /**
   * The view of one connection.
   *
   * @param remote the host that the connection comes from
   * @param local the host of the tracker's that it reached
   */
  public AddressView(InetAddress remote, InetAddress local) {
    this.remote = remote;
    this.local = local;
    isOnTrackersMachine = remote.equals(local) || remote.isLoopbackAddress();
    isLocalV4 = local instanceof Inet4Address;
    ByteBuffer bytes = ByteBuffer.wrap(local.getAddress());
    localV4 = isLocalV4 ? bytes.getInt(0) : 0;
    localHigh = isLocalV4 ? 0 : bytes.getLong(0);
    localLow = isLocalV4 ? 0 : bytes.getLong(Long.BYTES);
  }

  /** The host that the connection comes from. */
  public InetAddress remote() {
    return remote;
  }

  /** The host of the tracker's that it reached. */
  public InetAddress local() {
    return local;
  }
}
