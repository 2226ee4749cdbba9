package dev.shoal.peer.console;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.service.RunningNode;
import dev.shoal.peer.service.RunningNodeConfig;
import dev.shoal.peer.swarm.Await;
import dev.shoal.peer.swarm.Content;
import dev.shoal.protocol.FileId;
import dev.shoal.tracker.TrackerServer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tracker, the node whose page is looked at, and another node that has files, all over loopback
 * sockets.
 */
final class Household implements AutoCloseable {
  private final Path directory;
  private final TrackerServer tracker;
  private final PeerNode node;
  private final RunningNode running;
  private final PeerNode other;
  private ConsoleServer console;

  private Household(Path directory) throws Exception {
    this.directory = directory;
    tracker =
        Await.result(
            TrackerServer.builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .dataDirectory(directory.resolve("tracker"))
                .start());
    node = node("node");
    running =
        RunningNode.start(
            node,
            RunningNodeConfig.builder(directory.resolve("node"))
                .downloadDirectory(downloads())
                .build());
    console = ConsoleServer.open(running, ConsoleConfig.defaults());
    other = node("other");
  }

  static Household in(Path directory) throws Exception {
    return new Household(directory);
  }

  private PeerNode node(String name) throws Exception {
    return PeerNode.builder()
        .tracker("127.0.0.1:" + tracker.address().getPort())
        .bind(InetAddress.getLoopbackAddress())
        .dataDirectory(directory.resolve(name))
        .build();
  }

  /** Address of the page, with the token. */
  String link() {
    return console.link();
  }

  /** Address of the page, without the token. */
  String page() {
    return link().substring(0, link().indexOf('#'));
  }

  /** Where files are downloaded to. */
  Path downloads() {
    return directory.resolve("downloads");
  }

  /** The node whose page it is. */
  RunningNode running() {
    return running;
  }

  /** The other node. */
  PeerNode other() {
    return other;
  }

  /** A file that nobody shares. */
  Path file(String name, int length) throws Exception {
    Path folder = Files.createDirectories(directory.resolve("files"));
    return Content.write(folder.resolve(name), length, name.hashCode());
  }

  /** A file that the other node shares. */
  FileId shared(String name, int length) throws Exception {
    return Await.result(other.share(file(name, length))).fileId();
  }

  /** What was downloaded under that name, once it is there. */
  Path downloaded(String name) {
    Path file = downloads().resolve(name);
    Await.until(name, () -> Files.exists(file));
    return file;
  }

  /** The page's server goes away; the node stays. */
  void consoleStops() {
    console.close();
  }

  /** The page's server comes back, where it was. */
  void consoleStarts() throws Exception {
    console = ConsoleServer.open(running, ConsoleConfig.defaults().withAddress(console.address()));
  }

  @Override
  public void close() throws ShoalException {
    console.close();
    running.close();
    node.close();
    other.close();
    tracker.close();
  }
}
