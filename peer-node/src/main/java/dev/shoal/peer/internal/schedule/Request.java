package dev.shoal.peer.internal.schedule;

/** One chunk asked of one source and not answered yet. */
final class Request<S> {
  final SourceEntry<S> source;
  final int chunk;
  final int bytes;
  final long requestedNanos;
  private final long expectedNanos;
  private int arrived;

  /** A request made now, before the source's window counts it. */
  Request(SourceEntry<S> source, int chunk, int bytes, long nowNanos) {
    this.source = source;
    this.chunk = chunk;
    this.bytes = bytes;
    requestedNanos = nowNanos;
    expectedNanos =
        source.window.isMeasured() ? nowNanos + source.window.estimateNanos(bytes) : nowNanos;
  }

  private Request(Request<S> other, int chunk) {
    this.source = other.source;
    this.chunk = chunk;
    this.bytes = other.bytes;
    requestedNanos = other.requestedNanos;
    expectedNanos = other.expectedNanos;
    arrived = other.arrived;
  }

  /** More bytes are here; returns how many of them count, at most the rest. */
  int arrive(long count) {
    int counted = (int) Math.min(rest(), count);
    arrived += counted;
    return counted;
  }

  /** Whether any byte has come. */
  boolean isAnswered() {
    return arrived > 0;
  }

  /** Bytes that have not come. */
  int rest() {
    return bytes - arrived;
  }

  /** The same request, now for another chunk of the same length. */
  Request<S> of(int other) {
    return new Request<>(this, other);
  }

  /** Whether twice the time is over that it should have taken; never if that was not known. */
  boolean isOverdue(long nowNanos) {
    long expected = expectedNanos - requestedNanos;
    return expected > 0 && nowNanos - requestedNanos > 2 * expected;
  }

  /**
   * How long it will probably take from now on: once it is overdue, as long again as it is late.
   */
  long remainingNanos(long nowNanos) {
    return Math.abs(expectedNanos - nowNanos);
  }
}
