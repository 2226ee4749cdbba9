package dev.shoal.peer.internal.bulk;

import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.protocol.Limits;
import dev.shoal.transport.Connection;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One source of batches, and how much is asked of it: little at first, more when its answers come
 * quickly, less when they take long. Belongs to one event loop.
 */
final class BatchSource {
  private static final int FIRST_BYTES = 2 * Limits.MAX_WHOLE_FILE_BYTES;
  private static final int FIRST_REQUESTS = 2;
  private static final int MOST_REQUESTS = 8;
  private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long MOST_REST_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MOST_FAILURES = 5;

  /** How long a source that has answered is not given up. */
  private static final long TRUST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final int id;
  private final PeerLink link;
  private final InetSocketAddress address;
  private final Set<Connection.Cancellable> requests = new HashSet<>();
  private int mostBytes = FIRST_BYTES;
  private int mostRequests = FIRST_REQUESTS;
  private int underWay;
  private int failures;
  private long restsUntilNanos;
  private boolean removed;

  /** Whether it ever answered, and when it did so last. */
  private boolean proven;

  private long answeredNanos;

  BatchSource(int id, PeerLink link) {
    this.id = id;
    this.link = link;
    this.address = link.address();
  }

  int id() {
    return id;
  }

  PeerLink link() {
    return link;
  }

  InetSocketAddress address() {
    return address;
  }

  /** Bytes that the next answer may have. */
  int mostBytes() {
    return mostBytes;
  }

  /** Whether one more batch may be asked for. */
  boolean mayAsk(long nowNanos) {
    return !removed && underWay < mostRequests && !isResting(nowNanos);
  }

  private boolean isResting(long nowNanos) {
    return failures > 0 && nowNanos - restsUntilNanos < 0;
  }

  /** Whether it was asked for nothing that is still to come. */
  boolean isIdle() {
    return underWay == 0;
  }

  /** A batch is asked for. */
  void asked() {
    underWay++;
  }

  void asked(Connection.Cancellable request) {
    requests.add(request);
  }

  /** A request is over, in whatever way. */
  void over(Connection.Cancellable request) {
    requests.remove(request);
    underWay--;
  }

  /** It answered. */
  void answered(long tookNanos, long nowNanos) {
    failures = 0;
    proven = true;
    answeredNanos = nowNanos;
    if (tookNanos <= QUICK_NANOS) {
      mostBytes = Math.min(Limits.MAX_BODY_BYTES, 2 * mostBytes);
      mostRequests = Math.min(MOST_REQUESTS, mostRequests + 1);
    } else if (tookNanos >= SLOW_NANOS) {
      mostBytes = Math.max(Limits.MAX_WHOLE_FILE_BYTES, mostBytes / 2);
      mostRequests = Math.max(1, mostRequests - 1);
    }
  }

  /**
   * It, or this node, had too much to do. Requests that fail together count as one.
   *
   * @return whether it may be asked again, after a rest
   */
  boolean failed(long nowNanos) {
    if (!isResting(nowNanos)) {
      failures = Math.min(MOST_FAILURES, failures + 1);
      mostRequests = 1;
      restsUntilNanos = nowNanos + Math.min(MOST_REST_NANOS, REST_NANOS << failures);
    }
    return failures < MOST_FAILURES || (proven && nowNanos - answeredNanos < TRUST_NANOS);
  }

  /** Is not asked any more; what is under way is withdrawn. */
  void remove() {
    removed = true;
    Set.copyOf(requests).forEach(Connection.Cancellable::cancel);
  }

  boolean isRemoved() {
    return removed;
  }
}
