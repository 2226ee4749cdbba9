package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.TlsMode;
import dev.shoal.peer.UntrustedException;
import dev.shoal.protocol.FileId;
import dev.shoal.transport.Identity;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whether a node speaks with the tracker that it means, and with nobody else. */
@Timeout(120)
class TrackerTrustIT {
  private static final FileId FILE = FileId.fromBytes(new byte[FileId.LENGTH]);

  @TempDir Path directory;

  private final Identity right = Identity.generate();
  private final Identity wrong = Identity.generate();

  @Test
  void shouldHoldATrackerToTheKeyThatItShowedFirst() throws Exception {
    int port;
    try (ScriptedTracker tracker = new ScriptedTracker(right, 0);
        PeerNode node = settings(tracker.port()).build()) {
      port = tracker.port();
      Await.result(node.search("", null));
      assertThat(directory.resolve("data/known-trackers"))
          .hasContent("127.0.0.1:" + port + " " + right.peerId().toText());
    }
    try (ScriptedTracker impostor = new ScriptedTracker(wrong, port);
        PeerNode node = settings(port).build()) {
      UntrustedException refusal = Await.failure(node.search("", null), UntrustedException.class);
      assertThat(refusal)
          .hasMessageContainingAll(
              right.peerId().toText(),
              wrong.peerId().toText(),
              "remove its line from " + directory.resolve("data/known-trackers"));
      Path file = Files.writeString(directory.resolve("file.bin"), "content");
      Await.failure(node.share(file), UntrustedException.class);
      Await.failure(node.account().login("anne", "secret".toCharArray()), UntrustedException.class);
      Await.failure(node.groups().list(), UntrustedException.class);
      Await.failure(
          node.download(FILE, directory.resolve("copy.bin")).completion(),
          UntrustedException.class);
      assertThat(impostor.asked()).isEmpty();
    }
  }

  @Test
  void shouldTrustThePinnedTrackerOnly() throws Exception {
    try (ScriptedTracker tracker = new ScriptedTracker(right, 0)) {
      try (PeerNode node =
          settings(tracker.port()).trackerFingerprint(right.peerId().toText()).build()) {
        Await.result(node.search("", null));
      }
      assertThat(directory.resolve("data/known-trackers")).doesNotExist();
      int before = tracker.asked().size();
      try (PeerNode node =
          settings(tracker.port()).trackerFingerprint(wrong.peerId().toText()).build()) {
        Await.failure(node.search("", null), UntrustedException.class);
      }
      assertThat(tracker.asked()).hasSize(before);
    }
  }

  @Test
  void shouldNeverGoBackToPlain() throws Exception {
    int port;
    try (ScriptedTracker tracker = new ScriptedTracker(right, 0);
        PeerNode node = settings(tracker.port()).build()) {
      port = tracker.port();
      Await.result(node.search("", null));
    }
    try (ScriptedTracker between = ScriptedTracker.plain(port);
        PeerNode node = settings(port).build()) {
      assertThat(failure(node)).isInstanceOf(ShoalException.class);
      assertThat(between.asked()).isEmpty();
    }
  }

  @Test
  void shouldGoOnToTheNextTrackerWhenOneIsNotTrusted() throws Exception {
    try (ScriptedTracker impostor = new ScriptedTracker(wrong, 0);
        ScriptedTracker tracker = new ScriptedTracker(right, 0);
        PeerNode node =
            settings(0)
                .trackers(List.of(impostor.address(), tracker.address()))
                .trackerFingerprint(right.peerId().toText())
                .build()) {
      Await.result(node.search("", null));
      assertThat(impostor.asked()).isEmpty();
    }
  }

  private static Throwable failure(PeerNode node) {
    return node.search("", null)
        .handle(
            (page, failure) ->
                failure instanceof CompletionException ? failure.getCause() : failure)
        .join();
  }

  private PeerNode.Builder settings(int port) {
    return PeerNode.builder()
        .tracker("127.0.0.1:" + Math.max(1, port))
        .tls(TlsMode.AUTO)
        .bind(InetAddress.getLoopbackAddress())
        .memory(16 << 20)
        .dataDirectory(directory.resolve("data"));
  }
}
