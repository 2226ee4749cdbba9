package dev.shoal.peer.internal.tracker;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.wire.Lease;
import java.util.concurrent.TimeUnit;

/**
 * What a lost session can be resumed with, at the tracker that gave it, for a time. Immutable.
 *
 * @param tracker index in the list
 * @param lostNanos when the session was lost
 */
record Ticket(int tracker, long session, ByteString secret, long lostNanos) {
  /** For so long a tracker keeps what a lost session had registered. */
  static final long LASTS_NANOS = TimeUnit.SECONDS.toNanos(60);

  static Ticket of(int tracker, Lease lease, long nowNanos) {
    return new Ticket(tracker, lease.getSession(), lease.getSecret(), nowNanos);
  }

  boolean isGoodFor(int other, long nowNanos) {
    return tracker == other && nowNanos - lostNanos < LASTS_NANOS;
  }
}
