package dev.shoal.peer.cli;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** A node of a command's own, at a tracker that it can't do without. */
final class OwnNode implements NodeSource {
  @Mixin private final TrackerOptions trackers = new TrackerOptions();
  @Mixin private final NodeOptions nodeOptions = new NodeOptions();

  @Override
  public NodeLease open() throws ShoalException {
    return new Lease(nodeOptions.start(trackers.names()));
  }

  /**
   * Ends with its node.
   *
   * @param node closed with it
   */
  record Lease(PeerNode node) implements NodeLease {
    @Override
    public Optional<Session> session() {
      return Optional.empty();
    }

    @Override
    public void close() {
      node.close();
    }
  }
}
