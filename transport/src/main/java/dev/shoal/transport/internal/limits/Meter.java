package dev.shoal.transport.internal.limits;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.TokenBucket;
import dev.shoal.transport.TrafficLimits;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Measures what arrives on one connection against its own limits and those of its address. Asks for
 * the time once for all that was read together. On the connection's event loop.
 */
public final class Meter {
  /** Seconds' worth of refused requests that a connection may cost, beside its rate. */
  private static final int PATIENCE_SECONDS = 10;

  private final AddressShare share;
  private final RefusalCounts refusals;
  private final @Nullable TokenBucket requests;
  private final @Nullable TokenBucket bytes;

  /** Flows out with every request that is refused. */
  private final @Nullable TokenBucket patience;

  private final int requestsPerConnection;
  private final int requestsPerAddress;
  private long nowNanos;

  /**
   * A meter at rest.
   *
   * @param share of the connection's address
   * @param refusals of the connection's endpoint
   */
  public Meter(TrafficLimits limits, AddressShare share, RefusalCounts refusals, long nowNanos) {
    this.share = share;
    this.refusals = refusals;
    this.nowNanos = nowNanos;
    requests = Buckets.ofSecond(limits.requestsPerConnection(), nowNanos);
    bytes = Buckets.ofSecond(limits.bytesPerConnection(), nowNanos);
    requestsPerConnection = limits.requestsPerConnection();
    requestsPerAddress = limits.requestsPerAddress();
    long rate = requests == null ? requestsPerAddress : requestsPerConnection;
    patience = rate == 0 ? null : new TokenBucket(rate, rate * PATIENCE_SECONDS, nowNanos);
  }

  /** One that lets everything through. */
  public static Meter unlimited() {
    return new Meter(TrafficLimits.defaults(), AddressShare.UNLIMITED, new RefusalCounts(), 0);
  }

  /** Bytes have been read. */
  public void received(int count, long now) {
    nowNanos = now;
    if (bytes != null) {
      bytes.charge(count, now);
    }
    share.charge(count, now);
  }

  /** How long reading has to pause. */
  public long pauseNanos(long now) {
    return Math.max(bytes == null ? 0 : bytes.nanosInDebt(now), share.nanosInDebt(now));
  }

  /**
   * Keeps bytes of a frame until the rest of it arrives.
   *
   * @throws ProtocolException if all connections of the address keep too many
   */
  public void keep(int count) throws ProtocolException {
    if (!share.keep(count)) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "too many messages from your address have arrived only in part");
    }
  }

  /** Keeps so many bytes less. */
  public void letGo(int count) {
    share.keep(-count);
  }

  /**
   * Takes in a request.
   *
   * @return whether it may be served; if not it is to be refused
   * @throws ProtocolException if so many were refused that the connection has to end
   */
  public boolean admitsRequest() throws ProtocolException {
    if (patience == null) {
      return true;
    }
    boolean within =
        (requests == null || requests.has(nowNanos))
            && share.takeRequest(nowNanos)
            && (requests == null || requests.take(nowNanos));
    if (!within) {
      refused();
    }
    if (!within && !patience.take(nowNanos)) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED, "requests kept coming after many were refused: " + allowance());
    }
    return within;
  }

  /** A request is refused, for its rate or for another reason. */
  public void refused() {
    refusals.request();
  }

  /**
   * Takes in a notice, which can't be refused but costs as much as a request.
   *
   * @throws ProtocolException as {@link #admitsRequest}
   */
  public void notice() throws ProtocolException {
    admitsRequest();
  }

  /** How many requests are allowed, in words. */
  public String allowance() {
    StringJoiner parts = new StringJoiner(" and ", "at most ", "");
    if (requestsPerConnection != 0) {
      parts.add(requestsPerConnection + " a second on one connection");
    }
    if (requestsPerAddress != 0) {
      parts.add(requestsPerAddress + " a second from one address");
    }
    return parts.toString();
  }
}
