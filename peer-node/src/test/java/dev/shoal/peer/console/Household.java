package dev.shoal.peer.console;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.service.RunningNode;
import dev.shoal.peer.service.RunningNodeConfig;
import dev.shoal.peer.swarm.Await;
import dev.shoal.peer.swarm.Content;
import dev.shoal.protocol.FileId;
import dev.shoal.tracker.TrackerMode;
import dev.shoal.tracker.TrackerServer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A tracker for users, Anne's node whose page is looked at, and Bea's that has files, all over
 * loopback sockets.
 */
final class Household implements AutoCloseable {
  private static final String ANNE = "anne";

  private final Path directory;
  private final TrackerServer tracker;
  private final PeerNode node;
  private final RunningNode running;
  private final PeerNode other;
  private ConsoleServer console;
  private volatile boolean stopped;

  private Household(Path directory) throws Exception {
    this.directory = directory;
    tracker =
        Await.result(
            TrackerServer.builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .mode(TrackerMode.USERS)
                .access(access -> access.passwordMemoryKib(8).passwordPasses(1))
                .dataDirectory(directory.resolve("tracker"))
                .start());
    node = node("node");
    running =
        RunningNode.start(
            node,
            RunningNodeConfig.builder(directory.resolve("node"))
                .downloadDirectory(downloads())
                .onStop(() -> stopped = true)
                .build());
    console = ConsoleServer.open(running, ConsoleConfig.defaults());
    other = node("other");
    account(node, ANNE);
    account(other, "bea");
  }

  private static void account(PeerNode node, String user) throws Exception {
    Await.result(node.account().create(user, password(user), null));
    Await.result(node.account().login(user, password(user)));
  }

  private static char[] password(String user) {
    return (user + "'s own word").toCharArray();
  }

  /** Logs the node in whose page it is, unless it is. */
  void logIn() throws Exception {
    if (!node.account().user().equals(Optional.of(ANNE))) {
      Await.result(node.account().login(ANNE, password(ANNE)));
    }
  }

  /** Somebody with a node and an account of their own asks to join a group. */
  void asks(String user, String group) throws Exception {
    try (PeerNode guest = node(user)) {
      account(guest, user);
      Await.result(guest.groups().join(group, ""));
    }
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

  /** Whether somebody asked the node to end. */
  boolean isStopped() {
    return stopped;
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
