package dev.shoal.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * As much load as the tracker takes: each connection keeps its pipeline full, and what was answered
 * together is asked for again together.
 */
final class ClosedLoad implements Load {
  private final LoadContext context;
  private final Sender sender;
  private final List<TrackerConnection> connections;
  private final boolean wholePipelines;
  private boolean sending;

  /**
   * For these connections.
   *
   * @param wholePipelines whether a connection waits for all its answers before it sends again, as
   *     {@code redis-benchmark} does
   */
  ClosedLoad(
      LoadContext context,
      Sender sender,
      List<TrackerConnection> connections,
      boolean wholePipelines) {
    this.context = context;
    this.sender = sender;
    this.connections = connections;
    this.wholePipelines = wholePipelines;
  }

  @Override
  public void start() {
    sending = true;
    for (TrackerConnection connection : connections) {
      connection.begin(this);
      received(connection);
    }
  }

  @Override
  public void stop(Tally run) {
    sending = false;
  }

  @Override
  public void answered(TrackerConnection connection, int slot, boolean refused, long now) {
    if (!refused) {
      InFlight inFlight = connection.inFlight;
      context.tally().answered(inFlight.operation(slot), now - inFlight.sentNanos(slot));
    }
  }

  @Override
  public void received(TrackerConnection connection) {
    int free = connection.inFlight.free();
    if (!sending
        || free == 0
        || !connection.isOpen()
        || (wholePipelines && connection.inFlight.count() > 0)) {
      return;
    }
    ByteBuf out = sender.buffer(connection, free);
    long now = System.nanoTime();
    for (int i = 0; i < free; i++) {
      sender.write(out, connection, now);
    }
    connection.send(out);
  }
}
