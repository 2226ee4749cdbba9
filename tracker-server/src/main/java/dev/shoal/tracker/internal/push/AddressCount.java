package dev.shoal.tracker.internal.push;

import dev.shoal.transport.AddressGroup;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts subscriptions by the address they come from. As large as there are subscriptions. */
final class AddressCount {
  private final SubscriptionLimits limits;
  private final Map<AddressGroup, Integer> counts = new HashMap<>();

  AddressCount(SubscriptionLimits limits) {
    this.limits = limits;
  }

  /** Whether the address has its fill. */
  boolean isFull(InetAddress host) {
    return limits.isLimited().test(host)
        && counts.getOrDefault(AddressGroup.of(host), 0) >= limits.ofAddress();
  }

  /** Counts one more. */
  void add(InetAddress host) {
    if (limits.isLimited().test(host)) {
      counts.merge(AddressGroup.of(host), 1, Integer::sum);
    }
  }

  /** Counts one less. */
  void remove(InetAddress host) {
    if (limits.isLimited().test(host)) {
      counts.computeIfPresent(
          AddressGroup.of(host), (group, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Addresses that have some. */
  int size() {
    return counts.size();
  }
}
