package dev.shoal.peer.cli;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command's node listens and keeps its key. */
final class NodeOptions {
  @Option(
      order = 10,
      names = "--port",
      paramLabel = "N",
      description = "Port to listen at for other peers, 0 for any that is free. Default: 0.")
  private int port;

  @Option(
      order = 10,
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "Local address to listen at and to connect from. Default: all of this machine's, IPv4"
              + " and IPv6.")
  private @Nullable InetAddress bind;

  @Option(
      order = 10,
      names = "--data",
      paramLabel = "DIR",
      description =
          "Directory of this node's key, created if missing. While another node uses it, this one"
              + " goes by a temporary identity. Default: ~/.shoal.")
  private @Nullable Path data;

  /**
   * Starts a node.
   *
   * @param tracker {@code host:port}, or null for none
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  PeerNode start(@Nullable String tracker) throws ShoalException {
    PeerNode.Builder builder = PeerNode.builder().port(port);
    if (tracker != null) {
      builder.tracker(tracker);
    }
    if (bind != null) {
      builder.bind(bind);
    }
    if (data != null) {
      builder.dataDirectory(data);
    }
    return builder.build();
  }
}
