package dev.shoal.peer.cli;

import dev.shoal.peer.internal.trust.TrackerAddress;
import java.util.List;
import picocli.CommandLine.Option;

/** The trackers of a command that can't do without. */
final class TrackerOptions {
  @Option(
      names = "--tracker",
      required = true,
      split = ",",
      paramLabel = "HOST[:PORT]",
      description =
          "The tracker; of several, repeated or with commas between, the first that answers. Must"
              + " be given; the port is 7070 by default.")
  private List<TrackerAddress> trackers = List.of();

  /** Each as {@code host:port}. */
  List<String> names() {
    return trackers.stream().map(TrackerAddress::toString).toList();
  }
}
