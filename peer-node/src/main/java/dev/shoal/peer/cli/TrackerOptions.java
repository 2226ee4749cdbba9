package dev.shoal.peer.cli;

import dev.shoal.peer.internal.trust.TrackerAddress;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The trackers of a command that can't do without. */
final class TrackerOptions {
  @Option(
      names = "--tracker",
      split = ",",
      paramLabel = "HOST[:PORT]",
      description =
          "The tracker; of several, repeated or with commas between, the first that answers; the"
              + " port is 7070 by default. Default: as of the node that runs; if none runs, one must"
              + " be given or set.")
  private List<TrackerAddress> trackers = List.of();

  /** Each as {@code host:port}; none if none is given. */
  List<String> given() {
    return trackers.stream().map(TrackerAddress::toString).toList();
  }

  /**
   * Each as {@code host:port}; if none is given, those of the node that runs.
   *
   * @param dataDirectory the node's
   * @throws IllegalArgumentException if there are none
   */
  List<String> names(Path dataDirectory) {
    return required(trackers.isEmpty() ? RunningNodes.trackers(dataDirectory) : given());
  }

  /**
   * The same.
   *
   * @throws IllegalArgumentException if there are none
   */
  static List<String> required(List<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "no tracker: give --tracker HOST, or set tracker = HOST in the configuration");
    }
    return names;
  }
}
