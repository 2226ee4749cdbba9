package dev.shoal.peer.service;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.swarm.Await;
import dev.shoal.tracker.TrackerMode;
import dev.shoal.tracker.TrackerServer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A tracker that asks for a login, and users at it, each with a data directory of the same name.
 */
final class GroupHouse implements AutoCloseable {
  private static final String PASSWORD = "correct horse";

  private final Path directory;
  private final TrackerServer tracker;

  private GroupHouse(Path directory, TrackerServer tracker) {
    this.directory = directory;
    this.tracker = tracker;
  }

  /** The first of the users is the administrator. */
  static GroupHouse in(Path directory, String... users) throws Exception {
    TrackerServer tracker =
        Await.result(
            TrackerServer.builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .dataDirectory(directory.resolve("tracker"))
                .mode(TrackerMode.USERS)
                .access(access -> access.passwordMemoryKib(8).passwordPasses(1))
                .start());
    GroupHouse house = new GroupHouse(directory, tracker);
    try (PeerNode node = house.node("door")) {
      String code = tracker.administratorCode().orElseThrow();
      for (String user : users) {
        Await.result(node.account().create(user, password(), user.equals(users[0]) ? code : null));
      }
    }
    return house;
  }

  static char[] password() {
    return PASSWORD.toCharArray();
  }

  /** A node with a user's data directory, logged in as that is. */
  PeerNode node(String user) throws Exception {
    return PeerNode.builder()
        .tracker("127.0.0.1:" + tracker.address().getPort())
        .bind(InetAddress.getLoopbackAddress())
        .memory(16 << 20)
        .rememberHashes(true)
        .dataDirectory(directory.resolve(user))
        .build();
  }

  /** The same, logged in by now. */
  PeerNode loggedIn(String user) throws Exception {
    PeerNode node = node(user);
    Await.result(node.account().login(user, password()));
    return node;
  }

  /** Has a node stay running. */
  RunningNode run(PeerNode node, String user, UnaryOperator<RunningNodeConfig.Builder> settings)
      throws Exception {
    RunningNodeConfig.Builder config =
        RunningNodeConfig.builder(directory.resolve(user))
            .downloadDirectory(directory.resolve(user + "-downloads"));
    return RunningNode.start(node, settings.apply(config).build());
  }

  @Override
  public void close() {
    tracker.close();
  }
}
