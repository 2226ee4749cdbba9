package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadState;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.TlsMode;
import dev.shoal.peer.WantedFile;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shared in a group is there for its members, and for nobody else. */
class PrivateFilesIT {
  private static final int LENGTH = 2 << 20;
  private static final FileId UNKNOWN = FileId.of(new byte[FileId.LENGTH], LENGTH);
  private static final ShareOptions IN_GROUP =
      ShareOptions.defaults().withGroups(List.of(GroupTracker.GROUP));
  private static final DownloadOptions FROM_GROUP =
      DownloadOptions.defaults().withGroup(GroupTracker.GROUP);

  private static final DownloadOptions PATIENT =
      DownloadOptions.defaults().withWaitFor(Duration.ofMinutes(1));

  @TempDir Path directory;
  private final List<PeerNode> nodes = new ArrayList<>();
  private GroupTracker tracker;
  private Path original;

  @BeforeEach
  void start() throws Exception {
    tracker = new GroupTracker();
    original = Content.write(directory.resolve("original.bin"), LENGTH, 1);
  }

  @AfterEach
  void stop() {
    nodes.forEach(PeerNode::close);
    tracker.close();
  }

  @Test
  void shouldLookToAStrangerAsIfItWereNotThere() throws Exception {
    PeerNode node = member("seeder");
    FileId file = Await.result(node.share(original, IN_GROUP)).fileId();
    Path small = Content.write(directory.resolve("small.bin"), 1000, 2);
    FileId whole = Await.result(node.share(small, IN_GROUP)).fileId();
    try (Outsider plain = Outsider.plain(node.address());
        Outsider encrypted = Outsider.encrypted(node.address())) {
      for (Outsider stranger : List.of(plain, encrypted)) {
        List<String> nothing = stranger.everything(UNKNOWN);
        assertThat(nothing)
            .containsExactly(
                "NOT_FOUND: this file is not shared here",
                "NOT_FOUND: this file is not shared here",
                "NOT_FOUND: this file is not shared here",
                "absent");
        assertThat(stranger.everything(file)).isEqualTo(nothing);
        assertThat(stranger.everything(whole)).isEqualTo(nothing);
      }
    }
  }

  @Test
  void shouldBeServedToTheHolderOfACapabilityAlone() throws Exception {
    PeerNode node = member("seeder");
    FileId file = Await.result(node.share(original, IN_GROUP)).fileId();
    try (Outsider member = Outsider.encrypted(node.address());
        Outsider thief = Outsider.encrypted(node.address());
        Outsider plain = Outsider.plain(node.address())) {
      ByteString token = tracker.token(member.peerId(), 60_000);
      assertThat(member.present(token)).isEqualTo("granted");
      assertThat(member.everything(file))
          .containsExactly("granted", "granted", "granted", "granted");
      assertThat(thief.present(token)).isEqualTo("DENIED: the capability is another node's");
      assertThat(thief.watch(file)).startsWith("NOT_FOUND");
      assertThat(plain.present(token)).startsWith("TLS_REQUIRED");
      assertThat(plain.watch(file)).startsWith("NOT_FOUND");
    }
  }

  @Test
  void shouldNotBeServedForACapabilityThatIsOverOrAltered() throws Exception {
    PeerNode node = member("seeder");
    FileId file = Await.result(node.share(original, IN_GROUP)).fileId();
    try (Outsider late = Outsider.encrypted(node.address())) {
      long hourAgo = System.currentTimeMillis() - 3_600_000;
      assertThat(late.present(tracker.token(late.peerId(), hourAgo, 600_000)))
          .isEqualTo("DENIED: the capability has expired");
      byte[] altered = tracker.token(late.peerId(), 60_000).toByteArray();
      altered[22] ^= 1;
      assertThat(late.present(ByteString.copyFrom(altered))).startsWith("DENIED");
      assertThat(late.present(ByteString.copyFromUtf8("open sesame"))).startsWith("BAD_REQUEST");
      assertThat(late.everything(file)).isEqualTo(late.everything(UNKNOWN));
    }
  }

  @Test
  void shouldNotBeServedAnyMoreWhenTheCapabilityExpires() throws Exception {
    PeerNode node = member("seeder");
    FileId file = Await.result(node.share(original, IN_GROUP)).fileId();
    try (Outsider member = Outsider.encrypted(node.address())) {
      assertThat(member.present(tracker.token(member.peerId(), 500))).isEqualTo("granted");
      String watched = member.watch(file);
      Await.until(
          "the end of the watch", () -> watched.startsWith("NOT") || !member.gone().isEmpty());
      assertThat(member.everything(file)).isEqualTo(member.everything(UNKNOWN));
    }
  }

  @Test
  void shouldNotBeServedAnyMoreToWhoIsPutOut() throws Exception {
    PeerNode node = member("seeder");
    FileId file = Await.result(node.share(original, IN_GROUP)).fileId();
    try (Outsider removed = Outsider.encrypted(node.address())) {
      tracker.add(removed.peerId());
      ByteString token = tracker.token(removed.peerId(), 60_000);
      assertThat(removed.present(token)).isEqualTo("granted");
      assertThat(removed.watch(file)).isEqualTo("granted");
      tracker.remove(removed.peerId());
      Await.until("the end of the watch", () -> !removed.gone().isEmpty());
      assertThat(ErrorCode.of(removed.gone().get(0).getCode())).isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(removed.everything(file)).isEqualTo(removed.everything(UNKNOWN));
      assertThat(removed.present(token)).startsWith("DENIED: somebody has left the group");
    }
  }

  @Test
  void shouldNotBeServedToWhomTheApplicationRefuses() throws Exception {
    try (PeerNode node =
        settings("strict").accessPolicy((asker, fileId) -> asker.peerId().isEmpty()).build()) {
      tracker.add(node.peerId());
      FileId file = Await.result(node.share(original, IN_GROUP)).fileId();
      Path other = Content.write(directory.resolve("public.bin"), LENGTH, 3);
      FileId open = Await.result(node.share(other)).fileId();
      try (Outsider member = Outsider.encrypted(node.address());
          Outsider plain = Outsider.plain(node.address())) {
        assertThat(member.present(tracker.token(member.peerId(), 60_000))).isEqualTo("granted");
        assertThat(member.everything(file)).isEqualTo(member.everything(UNKNOWN));
        assertThat(member.everything(open)).isEqualTo(member.everything(UNKNOWN));
        assertThat(plain.watch(open)).isEqualTo("granted");
        assertThat(plain.watch(file)).startsWith("NOT_FOUND");
      }
    }
  }

  @Test
  void shouldBeFetchedFromMembersAndServedToOthersOfThem() throws Exception {
    PeerNode one = member("one");
    PeerNode two = member("two");
    FileId file = Await.result(one.share(original, IN_GROUP)).fileId();
    Await.result(two.share(original, IN_GROUP));
    PeerNode leecher = member("leecher");
    Path copy = directory.resolve("copy.bin");
    Await.result(leecher.download(file, copy, FROM_GROUP).completion());
    assertThat(copy).hasSameBinaryContentAs(original);
    Await.until("its registration", () -> tracker.knows(leecher.peerId(), file));
    one.close();
    two.close();
    PeerNode second = member("second");
    Path again = directory.resolve("again.bin");
    Await.result(second.download(file, again, FROM_GROUP).completion());
    assertThat(again).hasSameBinaryContentAs(original);
    assertThat(tracker.publicQueries()).isZero();
  }

  @Test
  void shouldServeItsPartsToOtherMembersWhileItIsFetched() throws Exception {
    PeerNode seeder = member("seeder");
    SharedFile shared = Await.result(seeder.share(original, IN_GROUP.withUploadLimit(1 << 20)));
    PeerNode first = member("first");
    Download slow = first.download(shared.fileId(), directory.resolve("slow.bin"), FROM_GROUP);
    Await.until("a chunk", () -> slow.progress().verifiedBytes() > 0);
    slow.pause();
    shared.stop();
    PeerNode second = member("second");
    Download parts = second.download(shared.fileId(), directory.resolve("parts.bin"), FROM_GROUP);
    Await.until("a part of the first one's", () -> parts.progress().verifiedBytes() > 0);
    try (Outsider stranger = Outsider.encrypted(first.address())) {
      assertThat(stranger.watch(shared.fileId())).startsWith("NOT_FOUND");
      assertThat(stranger.asked()).as("it is not told that the file is wanted").isEmpty();
    }
  }

  @Test
  void shouldGoOnWithANewerCapabilityWhenSomebodyElseIsPutOut() throws Exception {
    PeerNode seeder = member("seeder");
    FileId file = Await.result(seeder.share(original, IN_GROUP.withUploadLimit(1 << 20))).fileId();
    PeerNode leecher = member("leecher");
    PeerNode other = member("other");
    Download download = leecher.download(file, directory.resolve("copy.bin"), FROM_GROUP);
    Await.until("a chunk", () -> download.progress().verifiedBytes() > 0);
    tracker.remove(other.peerId());
    Await.result(download.completion());
    assertThat(directory.resolve("copy.bin")).hasSameBinaryContentAs(original);
  }

  @Test
  void shouldEndTheDownloadOfWhoIsPutOut() throws Exception {
    PeerNode seeder = member("seeder");
    FileId file =
        Await.result(seeder.share(original, IN_GROUP.withUploadLimit(256 << 10))).fileId();
    PeerNode leecher = member("leecher");
    Download download = leecher.download(file, directory.resolve("copy.bin"), FROM_GROUP);
    Await.until("a link", () -> !download.progress().sources().isEmpty());
    tracker.remove(leecher.peerId());
    Await.failure(download.completion(), DeniedException.class);
  }

  @Test
  void shouldStayForItsMembersWhenItIsGoneOnWithByItsIdAlone() throws Exception {
    PeerNode seeder = member("seeder");
    FileId file = Await.result(seeder.share(original, IN_GROUP.withUploadLimit(1 << 20))).fileId();
    PeerNode leecher = member("leecher");
    Path copy = directory.resolve("copy.bin");
    Download begun = leecher.download(file, copy, FROM_GROUP);
    Await.until("a chunk", () -> begun.progress().verifiedBytes() > 0);
    leecher.close();
    PeerNode again = node("leecher");
    again.download(file, copy, PATIENT);
    heldForMembersAlone(again, file);
  }

  /** The file that is shared is copied as far as it still is the one that was hashed. */
  @Test
  void shouldStayForItsMembersWhenItIsCopiedOnThisNode() throws Exception {
    PeerNode node = member("seeder");
    FileId file = Await.result(node.share(original, IN_GROUP)).fileId();
    Path whole = directory.resolve("whole.bin");
    Await.result(node.download(file, whole, DownloadOptions.defaults()).completion());
    assertThat(whole).hasSameBinaryContentAs(original);
    heldForMembersAlone(node, file);
    try (RandomAccessFile last = new RandomAccessFile(original.toFile(), "rw")) {
      last.setLength(LENGTH - 1);
    }
    Path part = directory.resolve("part.bin");
    Download begun = node.download(file, part, PATIENT);
    Await.until("a copy", () -> begun.progress().state() == DownloadState.DOWNLOADING);
    node.close();
    PeerNode again = node("seeder");
    again.download(file, part, PATIENT);
    heldForMembersAlone(again, file);
  }

  @Test
  void shouldBeWaitedForUntilTheGroupHasIt() throws Exception {
    PeerNode seeder = member("seeder");
    PeerNode leecher = member("leecher");
    FileId file = Await.result(node("hasher").share(original)).fileId();
    Path copy = directory.resolve("copy.bin");
    NotFoundException none =
        Await.failure(
            leecher.download(file, copy, FROM_GROUP).completion(), NotFoundException.class);
    assertThat(none).hasMessage("the group team has no file " + file);
    Download waiting = leecher.download(file, copy, FROM_GROUP.withWaitFor(Duration.ofMinutes(1)));
    Await.result(seeder.share(original, IN_GROUP));
    Await.result(waiting.completion());
    assertThat(copy).hasSameBinaryContentAs(original);
  }

  /** Another tracker has never heard of the group, which means nothing. */
  @Test
  void shouldStaySharedWhenTheNodeGoesOnToAnotherTracker() throws Exception {
    try (GroupTracker other = new GroupTracker()) {
      PeerNode node =
          settings("seeder").trackers(List.of(tracker.address(), other.address())).build();
      nodes.add(node);
      tracker.add(node.peerId());
      SharedFile shared = Await.result(node.share(original, IN_GROUP));
      Path open = Content.write(directory.resolve("public.bin"), LENGTH, 4);
      Await.result(node.share(open));
      try (Outsider member = Outsider.encrypted(node.address())) {
        assertThat(member.present(tracker.token(member.peerId(), 60_000))).isEqualTo("granted");
        tracker.close();
        Await.until("the other tracker knows it", () -> other.publicRegistrations() > 0);
        Path later = Content.write(directory.resolve("later.bin"), LENGTH, 5);
        Await.result(node.share(later)); // by then it has been said what is held in groups
        assertThat(shared.stopped()).isNotDone();
        assertThat(other.groupRegistrations()).as("it is not told of the group").isZero();
        assertThat(member.watch(shared.fileId())).isEqualTo("granted");
      }
    }
  }

  @Test
  void shouldNotBeFetchedByWhoDoesNotBelong() throws Exception {
    PeerNode seeder = member("seeder");
    FileId file = Await.result(seeder.share(original, IN_GROUP)).fileId();
    PeerNode stranger = node("stranger");
    Path copy = directory.resolve("copy.bin");
    Await.failure(stranger.download(file, copy, FROM_GROUP).completion(), DeniedException.class);
    Await.failure(stranger.share(original, IN_GROUP), NotFoundException.class);
    assertThat(copy).doesNotExist();
  }

  @Test
  void shouldNotServeWhatTheGroupDoesNotTake() throws Exception {
    PeerNode node = member("seeder");
    Await.failure(
        node.share(original, IN_GROUP.withName(GroupTracker.TAKEN)), ConflictException.class);
    FileId file = Await.result(node("hasher").share(original)).fileId();
    try (Outsider member = Outsider.encrypted(node.address())) {
      assertThat(member.present(tracker.token(member.peerId(), 60_000))).isEqualTo("granted");
      assertThat(member.watch(file)).startsWith("NOT_FOUND");
    }
  }

  @Test
  void shouldBeFetchedOneByOneWhenManyAre() throws Exception {
    PeerNode seeder = member("seeder");
    List<WantedFile> wanted = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path file = Content.write(directory.resolve("small" + i), 1000, 10 + i);
      FileId id = Await.result(seeder.share(file, IN_GROUP)).fileId();
      wanted.add(new WantedFile(id, directory.resolve("copy" + i)));
    }
    PeerNode leecher = member("leecher");
    Await.result(leecher.downloadAll(wanted, FROM_GROUP).completion());
    for (int i = 0; i < 3; i++) {
      assertThat(directory.resolve("copy" + i))
          .hasSameBinaryContentAs(directory.resolve("small" + i));
    }
    assertThat(tracker.publicQueries()).isZero();
  }

  @Test
  void shouldTakeNoSourcesForWhomNobodySpeaks() throws Exception {
    PeerNode node = member("leecher");
    DownloadOptions options = FROM_GROUP.withSources(List.of(node.address()));
    Path copy = directory.resolve("copy.bin");
    assertThatThrownBy(() -> node.download(UNKNOWN, copy, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("sources can't be given for a download in a group");
  }

  private void heldForMembersAlone(PeerNode node, FileId file) throws Exception {
    try (Outsider member = Outsider.encrypted(node.address());
        Outsider stranger = Outsider.encrypted(node.address())) {
      assertThat(member.present(tracker.token(member.peerId(), 60_000))).isEqualTo("granted");
      Await.until("it is held", () -> isHeldFor(member, file));
      assertThat(stranger.everything(file)).isEqualTo(stranger.everything(UNKNOWN));
      assertThat(tracker.publicRegistrations()).isZero();
    }
  }

  private static boolean isHeldFor(Outsider asker, FileId file) {
    try {
      return asker.watch(file).equals("granted");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private PeerNode member(String name) throws Exception {
    PeerNode node = node(name);
    tracker.add(node.peerId());
    return node;
  }

  private PeerNode node(String name) throws Exception {
    PeerNode node = settings(name).build();
    nodes.add(node);
    return node;
  }

  private PeerNode.Builder settings(String name) {
    return PeerNode.builder()
        .tracker(tracker.address())
        .bind(InetAddress.getLoopbackAddress())
        .memory(16 << 20)
        .tls(TlsMode.AUTO)
        .dataDirectory(directory.resolve(name));
  }
}
