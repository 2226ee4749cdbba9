package dev.shoal.benchmarks.load;

import dev.shoal.protocol.FrameKind;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Brings the tracker to the state that the load needs, in large batches: each connection works off
 * its share of the registrations, or of the names.
 */
final class Fill implements Activity {
  private static final int AHEAD = 2; // batches under way

  private final LoadContext context;
  private final FillKind kind;
  private final int files;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private long next;
  private final long end;

  private Fill(LoadContext context, FillKind kind, int files, long begin, long end) {
    this.context = context;
    this.kind = kind;
    this.files = files;
    this.next = begin;
    this.end = end;
  }

  /**
   * Registers, or publishes, file after file, round and round, until there are enough.
   *
   * @param total registrations, or names
   * @return completes when all are made, or fails with a {@link LoadException}
   */
  static CompletableFuture<Void> run(
      LoadContext context,
      List<TrackerConnection> connections,
      FillKind kind,
      long total,
      int files) {
    int sessions = Math.min(connections.size(), kind.connections());
    CompletableFuture<?>[] all = new CompletableFuture<?>[sessions];
    for (int i = 0; i < sessions; i++) {
      Fill fill = new Fill(context, kind, files, total * i / sessions, total * (i + 1) / sessions);
      all[i] = fill.done;
      connections.get(i).begin(fill);
      fill.received(connections.get(i));
    }
    return CompletableFuture.allOf(all);
  }

  @Override
  public void answered(TrackerConnection connection, int slot, boolean refused, long now) {
    if (refused) {
      String why = context.tally().firstRefusal();
      done.completeExceptionally(new LoadException("the tracker refused the filling: " + why));
    }
  }

  @Override
  public void received(TrackerConnection connection) {
    while (next < end
        && !done.isDone()
        && connection.inFlight.free() > 0
        && connection.inFlight.count() < AHEAD) {
      int count = (int) Math.min(kind.batch(), end - next);
      connection.send(batch(connection, count));
      next += count;
    }
    if (next == end && connection.inFlight.count() == 0) {
      done.complete(null);
    }
  }

  @Override
  public void lost(TrackerConnection connection) {
    done.completeExceptionally(new LoadException("a connection was lost while filling"));
  }

  private ByteBuf batch(TrackerConnection connection, int count) {
    int first = (int) (next % files);
    ByteBuf out = connection.buffer(kind.bytes(count));
    long now = System.nanoTime();
    if (kind == FillKind.NAMES) {
      int id = connection.inFlight.begin(Operation.PUBLISH, first, 0, now);
      Frames.write(out, FrameKind.PUBLISH, id, context.encoder.publication(first, count));
    } else {
      for (int i = 0; i < count; i++) {
        connection.registered.add((first + i) % files);
      }
      int id =
          connection.inFlight.begin(Operation.REGISTER, first, connection.registered.digest(), now);
      context.encoder.writeRegistrations(out, id, first, count, files);
    }
    return out;
  }
}
