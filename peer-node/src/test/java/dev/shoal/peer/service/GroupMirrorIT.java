package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.JoinPolicy;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.swarm.Await;
import dev.shoal.peer.swarm.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that mirrors a group's files into a folder, with a real tracker and a real member. */
@Tag("any-jdk")
@Timeout(120)
class GroupMirrorIT {
  @TempDir Path directory;
  private Path mirror;

  @BeforeEach
  void makeFolder() throws Exception {
    mirror = Files.createDirectory(directory.resolve("mirror"));
  }

  @Test
  void shouldMirrorWhatTheGroupHasForAsLongAsItsUserIsAMember() throws Exception {
    Path model = Content.write(directory.resolve("model.bin"), 300_000, 1);
    Path notes = Content.write(directory.resolve("notes.txt"), 5_000, 2);
    Path later = Content.write(directory.resolve("later.txt"), 7_000, 3);
    Path last = Content.write(directory.resolve("last.txt"), 9_000, 4);
    Path own = Content.write(mirror.resolve("notes.txt"), 5_000, 99);
    byte[] ownContent = Files.readAllBytes(own);
    try (GroupHouse house = GroupHouse.in(directory, "alice", "bob");
        PeerNode alice = house.loggedIn("alice")) {
      Await.result(alice.groups().create("team", JoinPolicy.OPEN));
      share(alice, model, "models/../mo:del.bin");
      share(alice, notes, "notes.txt");
      try (PeerNode bob = house.loggedIn("bob")) {
        Await.result(bob.groups().join("team", ""));
        try (RunningNode running = mirroring(house, bob)) {
          awaitFiles("mo_del.bin", "notes.txt", "notes (" + start(alice, notes) + ").txt");
          assertThat(mirror.resolve("mo_del.bin")).hasSameBinaryContentAs(model);
          assertThat(mirror.resolve("notes (" + start(alice, notes) + ").txt"))
              .hasSameBinaryContentAs(notes);
          awaitShares(running, ShareInfo.State.SHARED, 2);
        }
      }
      Await.result(alice.groups().unshare("team", "notes.txt"));
      share(alice, later, "later.txt");
      try (PeerNode bob = house.node("bob");
          RunningNode running = mirroring(house, bob)) {
        awaitFile("later.txt", later);
        assertThat(bob.traffic().fetchedBytes()).as("nothing comes again").isEqualTo(7_000);
        share(alice, last, "last.txt");
        awaitFile("last.txt", last);
        awaitShares(running, ShareInfo.State.SHARED, 4);
        assertThat(Await.result(alice.groups().files("team")))
            .as("what a mirror shares is not listed by that")
            .extracting(GroupFileInfo::name, GroupFileInfo::sharers)
            .containsExactlyInAnyOrder(
                tuple("models/mo_del.bin", List.of("alice")),
                tuple("later.txt", List.of("alice")),
                tuple("last.txt", List.of("alice")));
      }
      Await.result(alice.groups().remove("team", "bob"));
      try (PeerNode bob = house.node("bob");
          RunningNode running = mirroring(house, bob)) {
        Await.until(
            "the mirror says that it sees nothing",
            () -> problem(running).contains("join it with shoal group join team"));
        awaitShares(running, ShareInfo.State.FAILED, 4);
        assertThat(files()).hasSize(5);
        assertThat(own).hasBinaryContent(ownContent);
      }
    }
  }

  private RunningNode mirroring(GroupHouse house, PeerNode bob) throws Exception {
    return house.run(bob, "bob", config -> config.mirror("team", mirror));
  }

  private static void share(PeerNode node, Path file, String name) throws Exception {
    ShareOptions options = ShareOptions.defaults().withName(name).withGroups(List.of("team"));
    Await.result(node.share(file, options));
  }

  /** First digits of a file's id. */
  private static String start(PeerNode node, Path file) throws Exception {
    return Await.result(node.identify(file)).toString().substring(0, 8);
  }

  private static String problem(RunningNode running) {
    return String.valueOf(running.status().join().mirrored().get(0).problem());
  }

  private static void awaitShares(RunningNode running, ShareInfo.State state, int count) {
    Await.until(
        count + " shares are " + state,
        () -> {
          List<ShareInfo> shares = running.shares("", 100).join().shares();
          return shares.size() == count
              && shares.stream().allMatch(share -> share.state() == state);
        });
  }

  private void awaitFiles(String... names) {
    Await.until("there is " + Arrays.toString(names), () -> files().equals(sorted(names)));
  }

  private void awaitFile(String name, Path original) {
    Await.until("there is " + name, () -> files().contains(name));
    assertThat(mirror.resolve(name)).hasSameBinaryContentAs(original);
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(mirror)) {
      return sorted(files.map(file -> file.getFileName().toString()).toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> sorted(String... names) {
    return Stream.of(names).sorted().toList();
  }
}
