package dev.shoal.peer.cli;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

  @Mixin private final DataOption data = new DataOption();
  @Mixin private final TlsOptions tls = new TlsOptions();

  /** Where the node keeps its key. */
  Path directory() {
    return data.directory();
  }

  /**
   * Starts a node.
   *
   * @param trackers each {@code host:port}, the preferred one first
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  PeerNode start(List<String> trackers) throws ShoalException {
    return start(trackers, builder -> {});
  }

  /**
   * Starts a node.
   *
   * @param trackers each {@code host:port}, the preferred one first
   * @param more settings of the command's
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  PeerNode start(List<String> trackers, Consumer<PeerNode.Builder> more) throws ShoalException {
    PeerNode.Builder builder =
        PeerNode.builder().port(port).trackers(trackers).dataDirectory(data.directory());
    if (bind != null) {
      builder.bind(bind);
    }
    tls.applyTo(builder);
    more.accept(builder);
    return builder.build();
  }
}
