package dev.shoal.benchmarks.load;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/** Makes many connections, a bounded number of them at a time. Used on one event loop. */
final class Fleet {
  private static final int AT_ONCE = 128; // what every listener's queue takes

  private final IntFunction<CompletableFuture<TrackerConnection>> dial;
  private final int size;
  private final TrackerConnection[] connections;
  private int ready;
  private final CompletableFuture<List<TrackerConnection>> all = new CompletableFuture<>();
  private int dialled;

  private Fleet(IntFunction<CompletableFuture<TrackerConnection>> dial, int size) {
    this.dial = dial;
    this.size = size;
    connections = new TrackerConnection[size];
  }

  /**
   * Makes that many connections.
   *
   * @param dial makes the one with a number
   * @return completes with all of them, in the order of their numbers, on the event loop, or fails
   *     as the first one that fails
   */
  static CompletableFuture<List<TrackerConnection>> connect(
      int size, IntFunction<CompletableFuture<TrackerConnection>> dial) {
    Fleet fleet = new Fleet(dial, size);
    for (int i = 0; i < Math.min(AT_ONCE, size); i++) {
      fleet.dialNext();
    }
    return fleet.all;
  }

  private void dialNext() {
    int number = dialled++;
    dial.apply(number)
        .whenComplete(
            (connection, failure) -> {
              if (failure != null) {
                all.completeExceptionally(failure);
              } else {
                add(number, connection);
              }
            });
  }

  private void add(int number, TrackerConnection connection) {
    connections[number] = connection;
    ready++;
    if (dialled < size) {
      dialNext();
    } else if (ready == size) {
      all.complete(List.of(connections));
    }
  }
}
