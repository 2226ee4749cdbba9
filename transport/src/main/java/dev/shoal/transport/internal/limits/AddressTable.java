package dev.shoal.transport.internal.limits;

import dev.shoal.transport.AddressGroup;
import dev.shoal.transport.TrafficLimits;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that have connections with one endpoint, and those that had some a moment ago: a
 * new connection is no way to get a fresh allowance. Thread-safe.
 *
 * <p>As large as there are connections, and {@value #MAX_RESTING} more.
 */
public final class AddressTable {
  /** Addresses remembered that have no connection. */
  static final int MAX_RESTING = 4096;

  private final TrafficLimits limits;
  private final LongSupplier nanoClock;
  private final Map<AddressGroup, AddressShare> active = new HashMap<>();

  /** Those without a connection, the one that lost its last one first in front. */
  private final Map<AddressGroup, AddressShare> resting = new LinkedHashMap<>();

  /** An empty table. */
  public AddressTable(TrafficLimits limits, LongSupplier nanoClock) {
    this.limits = limits;
    this.nanoClock = nanoClock;
  }

  /**
   * Counts a connection.
   *
   * @param accepted the other side dialled
   * @return to be given back by {@link #leave}; null if the address has too many already
   */
  public @Nullable AddressShare enter(InetAddress host, boolean accepted) {
    if (!isLimited() || !limits.appliesTo(host)) {
      return AddressShare.UNLIMITED;
    }
    return enter(AddressGroup.of(host), accepted);
  }

  private synchronized @Nullable AddressShare enter(AddressGroup group, boolean accepted) {
    AddressShare share = active.get(group);
    int most = limits.connectionsPerAddress();
    if (accepted && most != 0 && share != null && share.accepted >= most) {
      return null;
    }
    if (share == null) {
      AddressShare rested = resting.remove(group);
      share = rested == null ? AddressShare.of(group, limits, nanoClock.getAsLong()) : rested;
      active.put(group, share);
    }
    share.connections++;
    share.accepted += accepted ? 1 : 0;
    return share;
  }

  /** Counts a connection no more. */
  public synchronized void leave(AddressShare share, boolean accepted) {
    AddressGroup group = share.group;
    if (group == null) {
      return;
    }
    share.connections--;
    share.accepted -= accepted ? 1 : 0;
    if (share.connections == 0) {
      active.remove(group);
      resting.put(group, share);
      forgetRested(nanoClock.getAsLong());
    }
  }

  /** Addresses remembered. */
  synchronized int size() {
    return active.size() + resting.size();
  }

  private void forgetRested(long nowNanos) {
    Iterator<AddressShare> oldest = resting.values().iterator();
    while (oldest.hasNext() && (oldest.next().isFresh(nowNanos) || resting.size() > MAX_RESTING)) {
      oldest.remove();
    }
  }

  private boolean isLimited() {
    return limits.connectionsPerAddress() != 0
        || limits.requestsPerAddress() != 0
        || limits.bytesPerAddress() != 0
        || limits.limitsHandshakes();
  }
}
