package dev.shoal.peer.cli;

import dev.shoal.peer.internal.trust.TrackerAddress;
import java.util.List;
import picocli.CommandLine.Option;

/** The trackers of the node that runs for others, whose trackers are those of other commands. */
final class NodeTrackerOptions {
  @Option(
      names = "--tracker",
      split = ",",
      paramLabel = "HOST[:PORT]",
      description =
          "The tracker; of several, repeated or with commas between, the first that answers; the"
              + " port is 7070 by default. Default: none, one must be given or set.")
  private List<TrackerAddress> trackers = List.of();

  /**
   * Each as {@code host:port}.
   *
   * @throws IllegalArgumentException if none is given
   */
  List<String> names() {
    return TrackerOptions.required(trackers.stream().map(TrackerAddress::toString).toList());
  }
}
