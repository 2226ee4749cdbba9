package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.GroupRole;
import dev.shoal.peer.JoinPolicy;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.TlsMode;
import dev.shoal.peer.UntrustedException;
import dev.shoal.protocol.FileId;
import dev.shoal.tracker.TrackerServer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tracker and nodes with certificates that their organisation's authority has issued. */
@Tag("any-jdk")
@Timeout(120)
class OrganisationIT {
  private static final String HOST = "127.0.0.1";
  private static final String GROUP = "team";

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private Organisation own;

  @SuppressWarnings("NullAway.Init")
  private Organisation foreign;

  @BeforeEach
  void found() throws Exception {
    own = new Organisation("own", Files.createDirectory(directory.resolve("own")));
    foreign = new Organisation("foreign", Files.createDirectory(directory.resolve("foreign")));
  }

  @Test
  void shouldShareInAGroupAmongThoseOfOneOrganisation() throws Exception {
    try (TrackerServer tracker = tracker(HOST);
        PeerNode ann = member(tracker, "ann");
        PeerNode bob = member(tracker, "bob")) {
      Await.result(ann.groups().create(GROUP, JoinPolicy.OPEN));
      assertThat(Await.result(bob.groups().join(GROUP, ""))).isEqualTo(GroupRole.MEMBER);
      Path original = Content.write(directory.resolve("original.bin"), 1_000_000, 1);
      FileId file =
          Await.result(ann.share(original, ShareOptions.defaults().withGroups(List.of(GROUP))))
              .fileId();
      Path copy = directory.resolve("copy.bin");

      Await.result(
          bob.download(file, copy, DownloadOptions.defaults().withGroup(GROUP)).completion());

      assertThat(copy).hasSameBinaryContentAs(original);
      assertThat(directory.resolve("bob/known-trackers"))
          .as("the authority says who the tracker is, whatever its key")
          .doesNotExist();
    }
  }

  @Test
  void shouldNotLetInWhomAnotherAuthorityVouchesFor() throws Exception {
    try (TrackerServer tracker = tracker(HOST);
        PeerNode stranger =
            settings(tracker, "eve", foreign.papers("eve")).authorities(own.authority()).build()) {
      UntrustedException refusal =
          Await.failure(stranger.search("", null), UntrustedException.class);

      assertThat(refusal).hasMessageContaining("does not accept the certificate of this one");
    }
  }

  @Test
  void shouldNotTakeATrackerOfAnotherAuthority() throws Exception {
    try (TrackerServer tracker = tracker(HOST);
        PeerNode node =
            settings(tracker, "node", own.papers("node"))
                .authorities(foreign.authority())
                .build()) {
      UntrustedException refusal = Await.failure(node.search("", null), UntrustedException.class);

      assertThat(refusal).hasMessageContaining("not valid by any authority trusted here");
    }
  }

  @Test
  void shouldNotTakeATrackerWhoseCertificateIsForAnotherHost() throws Exception {
    try (TrackerServer tracker = tracker("192.0.2.7");
        PeerNode node =
            settings(tracker, "node", own.papers("node")).authorities(own.authority()).build()) {
      UntrustedException refusal = Await.failure(node.search("", null), UntrustedException.class);

      assertThat(refusal)
          .hasMessageContainingAll(
              address(tracker), "no certificate for that host", tracker.fingerprint());
      assertThat(directory.resolve("node/known-trackers")).doesNotExist();
    }
  }

  private TrackerServer tracker(String host) throws Exception {
    Organisation.Papers papers = own.papers("tracker", host);
    return Await.result(
        TrackerServer.builder()
            .bindAddress(InetAddress.getLoopbackAddress())
            .port(0)
            .access(access -> access.passwordMemoryKib(8).passwordPasses(1))
            .requireTls(true)
            .certificate(papers.certificate(), papers.key())
            .authorities(own.authority())
            .start());
  }

  /** With an account, and logged in. */
  private PeerNode member(TrackerServer tracker, String name) throws Exception {
    PeerNode node =
        settings(tracker, name, own.papers(name))
            .tls(TlsMode.REQUIRED)
            .authorities(own.authority())
            .build();
    Await.result(node.account().create(name, "correct horse".toCharArray(), null));
    Await.result(node.account().login(name, "correct horse".toCharArray()));
    return node;
  }

  private PeerNode.Builder settings(
      TrackerServer tracker, String name, Organisation.Papers papers) {
    return PeerNode.builder()
        .tracker(address(tracker))
        .bind(InetAddress.getLoopbackAddress())
        .memory(16 << 20)
        .certificate(papers.certificate(), papers.key())
        .dataDirectory(directory.resolve(name));
  }

  private static String address(TrackerServer tracker) {
    return HOST + ":" + tracker.address().getPort();
  }
}
