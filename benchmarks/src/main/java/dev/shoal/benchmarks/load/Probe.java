package dev.shoal.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One further connection, on a thread of its own, that asks the same small question every
 * millisecond: what other clients notice while something happens to the tracker. Without a
 * connection it measures nothing.
 */
final class Probe {
  private static final double RATE = 1000;
  private static final int PIPELINE = 2000; // a stall of so many milliseconds is asked through

  private final Client client;
  private final Map<String, Tally> phases = new LinkedHashMap<>();

  Probe(Client client) {
    this.client = client;
  }

  /**
   * Connects and begins to ask.
   *
   * @param number of the connection, none of the load's
   */
  void start(int number) throws LoadException, InterruptedException {
    List<TrackerConnection> connections =
        Loops.join(client.loop(), () -> client.connect(number, 1, 1, PIPELINE));
    Loops.run(
        client.loop(),
        () -> {
          client.keepAlive(connections);
          Sender sender = client.sender(Mix.parse("query"));
          new PacedLoad(client.context(), sender, client.loop(), connections, RATE).start();
        });
  }

  /** What was counted before does not matter. */
  void forget() throws InterruptedException {
    Loops.call(client.loop(), client.context()::nextTally);
  }

  /** A phase is over: what was counted since the last one is filed under its name. */
  void endPhase(String name) throws InterruptedException {
    phases.put(name, Loops.call(client.loop(), client.context()::nextTally));
  }

  /** What was counted, by phase. */
  Map<String, Tally> phases() {
    return new LinkedHashMap<>(phases);
  }
}
