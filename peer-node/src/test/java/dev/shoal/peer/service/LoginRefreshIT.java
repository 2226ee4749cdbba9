package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.JoinPolicy;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.swarm.Await;
import dev.shoal.peer.swarm.Content;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running node whose user logs in and out by other processes with its data directory. */
@Tag("any-jdk")
@Timeout(120)
class LoginRefreshIT {
  private static final String NEW_PASSWORD = "battery staple";

  @TempDir Path directory;

  @Test
  void shouldFollowWhatOtherProcessesDoWithItsLogin() throws Exception {
    Path file = Content.write(directory.resolve("file.txt"), 1_000, 1);
    try (GroupHouse house = GroupHouse.in(directory, "alice", "bob");
        PeerNode alice = house.loggedIn("alice")) {
      Await.result(alice.groups().create("team", JoinPolicy.OPEN));
      try (PeerNode node = house.node("bob");
          RunningNode running = house.run(node, "bob", config -> config);
          PeerNode other = house.node("bob")) {
        String share = Await.result(running.addShare(inTeam(file))).id();
        awaitShare(running, share, ShareInfo.State.FAILED);
        assertThat(Await.result(running.status()).user()).isNull();

        Await.result(other.account().login("bob", GroupHouse.password()));
        Await.result(other.groups().join("team", ""));
        awaitUser(running, "bob");
        awaitShare(running, share, ShareInfo.State.SHARED);

        Await.result(other.account().logout(false));
        awaitUser(running, null);
        Await.failure(node.groups().files("team"), DeniedException.class);

        Await.result(other.account().login("bob", GroupHouse.password()));
        awaitUser(running, "bob");
        assertThat(Await.result(node.groups().files("team"))).hasSize(1);

        Await.result(
            other.account().changePassword(GroupHouse.password(), NEW_PASSWORD.toCharArray()));
        awaitUser(running, "bob");

        try (PeerNode elsewhere = house.node("bob-elsewhere")) {
          Await.result(elsewhere.account().login("bob", NEW_PASSWORD.toCharArray()));
          Await.result(
              elsewhere
                  .account()
                  .changePassword(NEW_PASSWORD.toCharArray(), GroupHouse.password()));
        }
        awaitUser(running, null);
        Await.failure(node.groups().files("team"), DeniedException.class);
      }
    }
  }

  private static ShareRequest inTeam(Path file) {
    return new ShareRequest(file.toString(), "", List.of(), List.of("team"), 0, 0);
  }

  private static void awaitShare(RunningNode running, String id, ShareInfo.State state) {
    Await.until(id + " is " + state, () -> running.share(id).join().state() == state);
  }

  /** The commands that change a login have a running node take it up. */
  private static void awaitUser(RunningNode running, @Nullable String user) throws Exception {
    Await.until(user + " is logged in", () -> refreshed(running).equals(Optional.ofNullable(user)));
    assertThat(Await.result(running.status()).user()).isEqualTo(user);
  }

  private static Optional<String> refreshed(RunningNode running) {
    try {
      return running.peerNode().account().refresh().join();
    } catch (CompletionException e) { // its connection ended with the login
      return Optional.of("nobody knows");
    }
  }
}
