package dev.shoal.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A fixed rate of requests, whatever the tracker does: each has its time on a schedule, and its
 * latency counts from that time, also when it could only be sent later. So a stall is seen by all
 * requests that fell into it, not only by those that happened to be under way (no coordinated
 * omission).
 */
final class PacedLoad implements Load {
  private static final long SHORTEST_PAUSE_NANOS = 50_000; // finer timers cost more than they tell

  private final LoadContext context;
  private final Sender sender;
  private final EventLoop loop;
  private final double intervalNanos;
  private final List<Lane> lanes = new ArrayList<>();
  private long startNanos;
  private long cursor;
  private long endNanos = Long.MAX_VALUE;
  private @Nullable Tally stopped;

  /**
   * For these connections, in turn.
   *
   * @param rate requests a second, all connections together
   */
  PacedLoad(
      LoadContext context,
      Sender sender,
      EventLoop loop,
      List<TrackerConnection> connections,
      double rate) {
    this.context = context;
    this.sender = sender;
    this.loop = loop;
    intervalNanos = TimeUnit.SECONDS.toNanos(1) / rate;
    connections.forEach(connection -> lanes.add(new Lane(connection, lanes.size())));
  }

  @Override
  public void start() {
    startNanos = System.nanoTime();
    lanes.forEach(lane -> lane.connection.begin(lane));
    tick();
  }

  /** What was due by now is still sent and counted: leaving it out would hide the worst. */
  @Override
  public void stop(Tally run) {
    endNanos = System.nanoTime();
    stopped = run;
  }

  @Override
  public boolean isDrained() {
    return lanes.stream().allMatch(Lane::isDrained);
  }

  @Override
  public long giveUp() {
    long now = System.nanoTime();
    return lanes.stream().mapToLong(lane -> lane.giveUp(now)).sum();
  }

  private void tick() {
    long now = System.nanoTime();
    long until = Math.min(now, endNanos);
    while (due(cursor) <= until) {
      lanes.get((int) (cursor % lanes.size())).sendDue(now);
      cursor++;
    }
    if (due(cursor) < endNanos) {
      long pause = Math.max(SHORTEST_PAUSE_NANOS, due(cursor) - now);
      loop.schedule(this::tick, pause, TimeUnit.NANOSECONDS);
    }
  }

  private long due(long request) {
    return startNanos + (long) (request * intervalNanos);
  }

  private Tally tally(long dueNanos) {
    Tally run = stopped;
    return run != null && dueNanos < endNanos ? run : context.tally();
  }

  /** The part of the schedule that one connection has to keep. */
  private final class Lane implements Activity {
    private final TrackerConnection connection;
    private final int offset;
    private long sent;

    Lane(TrackerConnection connection, int offset) {
      this.connection = connection;
      this.offset = offset;
    }

    @Override
    public void answered(TrackerConnection answering, int slot, boolean refused, long now) {
      if (!refused) {
        long dueNanos = connection.inFlight.sentNanos(slot);
        tally(dueNanos).answered(connection.inFlight.operation(slot), now - dueNanos);
      }
    }

    @Override
    public void received(TrackerConnection receiving) {
      sendDue(System.nanoTime());
    }

    void sendDue(long now) {
      int free = connection.inFlight.free();
      long until = Math.min(now, endNanos);
      if (free == 0 || next() > until || !connection.isOpen()) {
        return;
      }
      ByteBuf out = sender.buffer(connection, Math.min(free, 64));
      while (free-- > 0 && next() <= until) {
        sender.write(out, connection, next());
        sent++;
      }
      connection.send(out);
    }

    boolean isDrained() {
      return !connection.isOpen() || (connection.inFlight.count() == 0 && next() >= endNanos);
    }

    /** Counts what was never answered as if the answer came now; returns how many these are. */
    long giveUp(long now) {
      long count = 0;
      for (InFlight waiting = connection.inFlight; waiting.count() > 0; count++) {
        int slot = waiting.anyWaiting();
        waiting.end(slot);
        tally(waiting.sentNanos(slot))
            .answered(waiting.operation(slot), now - waiting.sentNanos(slot));
      }
      for (; next() < endNanos; sent++, count++) {
        tally(next()).answered(sender.operation(), now - next());
      }
      return count;
    }

    private long next() {
      return due(sent * lanes.size() + offset);
    }
  }
}
