package dev.shoal.benchmarks.flood;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Query;
import dev.shoal.transport.Connection;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Queries at a fixed rate over connections that are there already. Each has its time on a schedule,
 * and its latency counts from that, though it could only be sent later. On one loop.
 */
final class PacedQueries {
  private static final long TICK_NANOS = 200_000;
  private static final Query QUERY =
      Query.newBuilder().setFileId(ByteString.copyFrom(new byte[FileId.LENGTH])).build();

  private final EventLoop loop;
  private final List<Connection> connections;
  private final double intervalNanos;
  private Latencies latencies = new Latencies();
  private long startNanos;
  private long sent;
  private boolean stopped;

  /**
   * Does not ask yet.
   *
   * @param connections that take turns
   * @param rate queries a second, of all of them together
   */
  PacedQueries(EventLoop loop, List<Connection> connections, double rate) {
    this.loop = loop;
    this.connections = List.copyOf(connections);
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / rate;
  }

  /** Asks until it is stopped. */
  void start() {
    startNanos = System.nanoTime();
    tick();
  }

  void stop() {
    stopped = true;
  }

  /** What was found since this was last called: an answer counts where it arrives. */
  Latencies take() {
    Latencies taken = latencies;
    latencies = new Latencies();
    return taken;
  }

  private void tick() {
    if (stopped) {
      return;
    }
    long now = System.nanoTime();
    for (long due = due(); due <= now; due = due()) {
      send(connections.get((int) (sent % connections.size())), due);
      sent++;
    }
    loop.schedule(this::tick, TICK_NANOS, TimeUnit.NANOSECONDS);
  }

  private long due() {
    return startNanos + (long) (sent * intervalNanos);
  }

  private void send(Connection connection, long dueNanos) {
    connection
        .request(FrameKind.QUERY, QUERY)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                latencies.answered(System.nanoTime() - dueNanos);
              } else {
                latencies.failed();
              }
            });
  }
}
