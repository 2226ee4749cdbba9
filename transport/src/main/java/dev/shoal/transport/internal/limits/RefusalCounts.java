package dev.shoal.transport.internal.limits;

import java.util.concurrent.atomic.LongAdder;

/** Counts what an endpoint has refused because it was too much. Thread-safe. */
public final class RefusalCounts {
  private final LongAdder connections = new LongAdder();
  private final LongAdder requests = new LongAdder();

  /** A connection was turned away. */
  public void connection() {
    connections.increment();
  }

  /** A request was refused. */
  void request() {
    requests.increment();
  }

  /** Connections that were turned away. */
  public long connections() {
    return connections.sum();
  }

  /** Requests that were refused. */
  public long requests() {
    return requests.sum();
  }
}
