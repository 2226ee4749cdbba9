package dev.shoal.peer.cli;

import dev.shoal.peer.ShoalException;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A node of a command's own that serves files, at a tracker that it can't do without. */
final class SendingNode implements NodeSource {
  @Mixin private final TrackerOptions trackers = new TrackerOptions();
  @Mixin private final UploadLimit uploadLimit = new UploadLimit();
  @Mixin private final NodeOptions nodeOptions = new NodeOptions();

  /** Where it keeps its key. */
  NodeOptions options() {
    return nodeOptions;
  }

  @Override
  public NodeLease open() throws ShoalException {
    return new OwnNode.Lease(
        nodeOptions.start(
            trackers.names(nodeOptions.directory()),
            builder -> builder.uploadLimit(uploadLimit.bytesPerSecond())),
        nodeOptions.directory());
  }

  /** The trackers that it was told, each as {@code host:port}. */
  List<String> trackers() {
    return trackers.given();
  }

  /** How fast it may send, bytes a second; 0: no limit. */
  long uploadLimit() {
    return uploadLimit.bytesPerSecond();
  }
}
