package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Administration;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.UserInfo;
import dev.shoal.tracker.TrackerServer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The administration of a real tracker, as an application uses it. */
@Tag("any-jdk")
class AdministrationIT {
  @TempDir Path directory;

  @Test
  void shouldDoOneAfterAnotherWhatIsAskedForAtOnce() throws Exception {
    try (TrackerServer tracker =
            Await.result(
                TrackerServer.builder()
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .port(0)
                    .access(access -> access.passwordMemoryKib(8).passwordPasses(1))
                    .start());
        PeerNode node =
            PeerNode.builder()
                .tracker("127.0.0.1:" + tracker.address().getPort())
                .dataDirectory(directory)
                .build()) {
      String code = tracker.administratorCode().orElseThrow();
      Await.result(node.account().create("root", password(), code));
      Await.result(node.account().create("anne", password(), null));
      Await.result(node.account().login("root", password()));

      Administration administration = node.administration();
      CompletableFuture<Void> promoted = administration.promote("anne");
      CompletableFuture<Void> reset = administration.resetPassword("anne", password());
      CompletableFuture<Void> unknown = administration.demote("nobody");
      CompletableFuture<List<UserInfo>> before = administration.users();
      CompletableFuture<Void> deleted = administration.delete("anne");
      CompletableFuture<List<UserInfo>> after = administration.users();

      assertThat(Await.result(after)).extracting(UserInfo::name).containsExactly("root");
      Await.result(deleted);
      assertThat(Await.result(before))
          .filteredOn(UserInfo::administrator)
          .extracting(UserInfo::name)
          .containsExactly("anne", "root");
      assertThat(unknown).isCompletedExceptionally();
      Await.result(reset);
      Await.result(promoted);
    }
  }

  private static char[] password() {
    return "correct horse".toCharArray();
  }
}
