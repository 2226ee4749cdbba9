package dev.shoal.tracker.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.AddressGroup;
import dev.shoal.transport.TokenBucket;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** Holds each address to a rate of something. Remembers a bounded number of addresses. */
final class AddressRate {
  static final int MAX_ADDRESSES = 4096;

  private final TrackerPolicy.Quotas quotas;
  private final int perSecond;
  private final int atOnce;
  private final String what;
  private final Map<AddressGroup, TokenBucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AddressGroup, TokenBucket> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  private AddressRate(TrackerPolicy.Quotas quotas, int perSecond, int atOnce, String what) {
    this.quotas = quotas;
    this.perSecond = perSecond;
    this.atOnce = atOnce;
    this.what = what;
  }

  /** The rate of published files. */
  static AddressRate ofPublications(TrackerPolicy.Quotas quotas) {
    return new AddressRate(
        quotas, quotas.publicationsPerSecond(), quotas.publicationsAtOnce(), "publishes");
  }

  /** The rate of searches, each of which may keep the loop busy for a while. */
  static AddressRate ofSearches(TrackerPolicy.Quotas quotas) {
    return new AddressRate(
        quotas, quotas.searchesPerSecond(), quotas.searchesPerSecond(), "searches");
  }

  /**
   * Counts so many at once.
   *
   * @throws ProtocolException with {@link ErrorCode#BUSY} if the address has to wait
   */
  void take(InetAddress host, int count, long nowNanos) throws ProtocolException {
    if (!quotas.appliesTo(host)) {
      return;
    }
    TokenBucket bucket =
        buckets.computeIfAbsent(
            AddressGroup.of(host), group -> new TokenBucket(perSecond, atOnce, nowNanos));
    if (!bucket.has(nowNanos)) {
      throw new ProtocolException(
          ErrorCode.BUSY,
          "your address "
              + what
              + " too much: at most "
              + perSecond
              + " a second; try again later");
    }
    bucket.charge(count, nowNanos);
  }

  /** Addresses remembered. */
  int size() {
    return buckets.size();
  }
}
