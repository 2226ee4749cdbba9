package dev.shoal.peer.cli;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** A node of a command's own, at a tracker that it can't do without. */
final class OwnNode implements NodeSource {
  @Mixin private final TrackerOptions trackers = new TrackerOptions();
  @Mixin private final NodeOptions nodeOptions = new NodeOptions();

  @Override
  public NodeLease open() throws ShoalException {
    return new Lease(nodeOptions.start(trackers.names(directory())), directory());
  }

  /** Where it keeps its key. */
  Path directory() {
    return nodeOptions.directory();
  }

  /**
   * Ends with its node.
   *
   * @param node closed with it
   * @param directory of its data
   */
  record Lease(PeerNode node, Path directory) implements NodeLease {
    @Override
    public Optional<Session> session() {
      return Optional.empty();
    }

    @Override
    public void loginChanged() {
      RunningNodes.loginChanged(directory);
    }

    @Override
    public void close() {
      node.close();
    }
  }
}
