package dev.shoal.transport.internal.limits;

import dev.shoal.transport.AddressGroup;
import dev.shoal.transport.TokenBucket;
import dev.shoal.transport.TrafficLimits;
import org.jspecify.annotations.Nullable;

/** What the connections of one address have in common: their count and their rates. Thread-safe. */
public final class AddressShare {
  /** Of an address without limits. */
  static final AddressShare UNLIMITED = new AddressShare(null, null, null, null, null, 0, 0);

  /**
   * Handshakes of an address that is said to dial seldom: one a second, after a pause some more.
   */
  private static final int SELDOM_PER_SECOND = 1;

  private static final int SELDOM_AT_ONCE = 4;

  /** Null when nothing is limited. */
  final @Nullable AddressGroup group;

  private final @Nullable TokenBucket requests;
  private final @Nullable TokenBucket bytes;
  private final @Nullable TokenBucket handshakes;
  private final @Nullable TokenBucket seldom;

  /** Most handshakes under way; 0: any number. */
  private final int mostHandshakes;

  private int openHandshakes;

  /** Most bytes of unfinished frames; 0: any number. */
  private final long mostUnfinished;

  private long unfinished;

  /** Connections that it has, and how many of them were accepted; the table's to change. */
  int connections;

  int accepted;

  private AddressShare(
      @Nullable AddressGroup group,
      @Nullable TokenBucket requests,
      @Nullable TokenBucket bytes,
      @Nullable TokenBucket handshakes,
      @Nullable TokenBucket seldom,
      int mostHandshakes,
      long mostUnfinished) {
    this.group = group;
    this.requests = requests;
    this.bytes = bytes;
    this.handshakes = handshakes;
    this.seldom = seldom;
    this.mostHandshakes = mostHandshakes;
    this.mostUnfinished = mostUnfinished;
  }

  static AddressShare of(AddressGroup group, TrafficLimits limits, long nowNanos) {
    return new AddressShare(
        group,
        Buckets.ofSecond(limits.requestsPerAddress(), nowNanos),
        Buckets.ofSecond(limits.bytesPerAddress(), nowNanos),
        Buckets.ofSecond(limits.handshakesPerAddress(), nowNanos),
        limits.handshakes() == 0
            ? null
            : new TokenBucket(SELDOM_PER_SECOND, SELDOM_AT_ONCE, nowNanos),
        limits.openHandshakesPerAddress(),
        limits.unfinishedPerAddress());
  }

  /** Takes a request in; false if there are too many. */
  boolean takeRequest(long nowNanos) {
    if (requests == null) {
      return true;
    }
    synchronized (this) {
      return requests.take(nowNanos);
    }
  }

  /** Begins a TLS handshake; false if there are too many. */
  synchronized boolean beginHandshake(long nowNanos) {
    if ((mostHandshakes != 0 && openHandshakes >= mostHandshakes)
        || (handshakes != null && !handshakes.take(nowNanos))) {
      return false;
    }
    openHandshakes++;
    return true;
  }

  /** Takes one of the handshakes of those who seldom dial; false if this one does so often. */
  synchronized boolean takeSeldom(long nowNanos) {
    return seldom != null && seldom.take(nowNanos);
  }

  /** A handshake is over. */
  synchronized void endHandshake() {
    openHandshakes--;
  }

  /** Takes bytes in. */
  void charge(long count, long nowNanos) {
    if (bytes != null) {
      synchronized (this) {
        bytes.charge(count, nowNanos);
      }
    }
  }

  /** Keeps bytes of an unfinished frame, or keeps so many less; false if there are too many. */
  boolean keep(int change) {
    if (mostUnfinished == 0) {
      return true;
    }
    synchronized (this) {
      unfinished += change;
      return unfinished <= mostUnfinished;
    }
  }

  /** How long until more bytes may be taken in. */
  long nanosInDebt(long nowNanos) {
    if (bytes == null) {
      return 0;
    }
    synchronized (this) {
      return bytes.nanosInDebt(nowNanos);
    }
  }

  /** Whether a new one would be no different. */
  synchronized boolean isFresh(long nowNanos) {
    return connections == 0
        && (requests == null || requests.isFull(nowNanos))
        && (bytes == null || bytes.isFull(nowNanos))
        && (handshakes == null || handshakes.isFull(nowNanos))
        && (seldom == null || seldom.isFull(nowNanos));
  }
}
