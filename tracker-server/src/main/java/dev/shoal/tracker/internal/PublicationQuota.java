package dev.shoal.tracker.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.AddressGroup;
import dev.shoal.transport.TokenBucket;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** Holds each address to a rate of publications. Remembers a bounded number of addresses. */
final class PublicationQuota {
  static final int MAX_ADDRESSES = 4096;

  private final TrackerPolicy.Quotas quotas;
  private final Map<AddressGroup, TokenBucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AddressGroup, TokenBucket> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  PublicationQuota(TrackerPolicy.Quotas quotas) {
    this.quotas = quotas;
  }

  /**
   * Counts a batch.
   *
   * @throws ProtocolException with {@link ErrorCode#BUSY} if the address has to wait
   */
  void take(InetAddress host, int files, long nowNanos) throws ProtocolException {
    if (!quotas.appliesTo(host)) {
      return;
    }
    TokenBucket bucket =
        buckets.computeIfAbsent(AddressGroup.of(host), group -> quotas.publications(nowNanos));
    if (!bucket.has(nowNanos)) {
      throw new ProtocolException(
          ErrorCode.BUSY,
          "your address publishes too much: at most "
              + quotas.publicationsPerSecond()
              + " files a second; try again later");
    }
    bucket.charge(files, nowNanos);
  }

  /** Addresses remembered. */
  int size() {
    return buckets.size();
  }
}
