package dev.shoal.peer.console;

import dev.shoal.transport.AddressGroup;
import dev.shoal.transport.TokenBucket;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often an address has shown a token that is none: 20 at once, then one a second. Whoever shows
 * the right one is never kept from it, since nobody guesses 256 bits. Thread-safe; remembers a
 * bounded number of addresses.
 */
final class TokenGuesses {
  private static final int BURST = 20;
  private static final int PER_SECOND = 1;
  private static final int REMEMBERED = 1024;

  private final Map<AddressGroup, TokenBucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AddressGroup, TokenBucket> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Counts one, and says whether that is still bearable. */
  synchronized boolean isBearable(InetAddress address, long nowNanos) {
    return buckets
        .computeIfAbsent(
            AddressGroup.of(address), group -> new TokenBucket(PER_SECOND, BURST, nowNanos))
        .take(nowNanos);
  }

  /** How many addresses are remembered. */
  synchronized int size() {
    return buckets.size();
  }
}
