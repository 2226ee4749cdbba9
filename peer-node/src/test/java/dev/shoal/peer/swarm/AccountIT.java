package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Administration;
import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.GroupInfo;
import dev.shoal.peer.GroupRole;
import dev.shoal.peer.JoinPolicy;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.TlsMode;
import dev.shoal.peer.UserInfo;
import dev.shoal.protocol.FrameKind;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node's login at its tracker, and what it may do with it. */
@Timeout(120)
class AccountIT {
  @TempDir Path directory;

  @Test
  void shouldStayLoggedInWhenTheNodeIsStartedAgain() throws Exception {
    try (ScriptedTracker tracker = new ScriptedTracker()) {
      try (PeerNode node = settings(tracker).build()) {
        Await.result(node.account().create("anne", password(), null));
        assertThat(node.account().user()).isEmpty();
        assertThat(Await.result(node.account().login("anne", password()))).isEqualTo("anne");
        assertThat(node.account().user()).contains("anne");
      }
      tracker.asked().clear();
      try (PeerNode node = settings(tracker).build()) {
        Await.result(node.groups().list());
        assertThat(node.account().user()).contains("anne");
        assertThat(tracker.asked())
            .containsSequence(FrameKind.AUTHENTICATE, FrameKind.OPEN_LEASE)
            .doesNotContain(FrameKind.LOGIN);
      }
    }
  }

  @Test
  void shouldGetIntoAClosedTrackerByLoggingIn() throws Exception {
    try (ScriptedTracker tracker = new ScriptedTracker().closed();
        PeerNode node = settings(tracker).build()) {
      Await.failure(node.search("", null), DeniedException.class);
      Path file = Files.writeString(directory.resolve("file.bin"), "content");
      Await.failure(node.share(file), DeniedException.class);
      Await.result(node.account().create("anne", password(), null));
      DeniedException wrong =
          Await.failure(node.account().login("anne", new char[] {'x'}), DeniedException.class);
      assertThat(wrong).hasMessage("wrong name or password");
      Await.result(node.account().login("anne", password()));
      Await.result(node.search("", null));
    }
  }

  @Test
  void shouldForgetALoginThatHasEnded() throws Exception {
    try (ScriptedTracker tracker = new ScriptedTracker()) {
      try (PeerNode node = settings(tracker).build()) {
        Await.result(node.account().create("anne", password(), null));
        Await.result(node.account().login("anne", password()));
        assertThat(logins()).hasSize(1);
      }
      tracker.accounts().revokeAll();
      try (PeerNode node = settings(tracker).build()) {
        Await.failure(node.groups().list(), DeniedException.class);
        assertThat(node.account().user()).isEmpty();
        assertThat(logins()).isEmpty();
      }
    }
  }

  @Test
  void shouldForgetTheLoginOnLogoutThoughTheTrackerIsGone() throws Exception {
    ScriptedTracker tracker = new ScriptedTracker();
    try (PeerNode node = settings(tracker).build()) {
      Await.result(node.account().create("anne", password(), null));
      Await.result(node.account().login("anne", password()));
      Await.result(node.account().logout(false));
      assertThat(logins()).isEmpty();
      Await.failure(node.groups().list(), DeniedException.class);
      Await.result(node.account().login("anne", password()));
    }
    tracker.close();
    try (PeerNode node = settings(tracker).build()) {
      Await.result(node.account().logout(false));
      assertThat(logins()).isEmpty();
    }
  }

  @Test
  void shouldTakeUpALoginThatAnotherProcessMade() throws Exception {
    try (ScriptedTracker tracker = new ScriptedTracker();
        PeerNode first = settings(tracker).build();
        PeerNode second = settings(tracker).build()) {
      assertThat(first.peerId()).isEqualTo(second.peerId());
      Await.failure(first.groups().list(), DeniedException.class);
      Await.result(second.account().create("anne", password(), null));
      Await.result(second.account().login("anne", password()));
      Await.result(first.groups().list());
      assertThat(first.account().user()).contains("anne");
    }
  }

  @Test
  void shouldFollowAnotherProcessWhenItIsTold() throws Exception {
    try (ScriptedTracker tracker = new ScriptedTracker();
        PeerNode first = settings(tracker).build();
        PeerNode second = settings(tracker).build()) {
      assertThat(Await.result(first.account().refresh())).isEmpty();
      Await.result(second.account().create("anne", password(), null));
      Await.result(second.account().login("anne", password()));
      assertThat(Await.result(first.account().refresh())).contains("anne");
      assertThat(first.account().user()).contains("anne");
      Await.result(second.account().logout(false));
      assertThat(Await.result(first.account().refresh())).isEmpty();
      Await.failure(first.groups().list(), DeniedException.class);
    }
  }

  @Test
  void shouldEndTheLoginOfItsConnectionWhenAnotherProcessHasForgottenIt() throws Exception {
    try (ScriptedTracker tracker = new ScriptedTracker();
        PeerNode node = settings(tracker).build()) {
      Await.result(node.account().create("anne", password(), null));
      Await.result(node.account().login("anne", password()));
      Files.delete(logins().get(0));
      tracker.asked().clear();
      assertThat(Await.result(node.account().refresh())).isEmpty();
      assertThat(tracker.asked()).contains(FrameKind.LOGOUT);
      Await.failure(node.groups().list(), DeniedException.class);
    }
  }

  @Test
  void shouldHaveNobodyLoggedInWhereThereIsNoTracker() throws Exception {
    try (PeerNode node =
        PeerNode.builder()
            .bind(InetAddress.getLoopbackAddress())
            .memory(16 << 20)
            .dataDirectory(directory.resolve("data"))
            .build()) {
      assertThat(Await.result(node.account().refresh())).isEmpty();
    }
  }

  @Test
  void shouldTellGroupsApartAndFailuresToo() throws Exception {
    try (ScriptedTracker tracker = new ScriptedTracker();
        PeerNode node = settings(tracker).build()) {
      Await.result(node.account().create("anne", password(), null));
      Await.failure(node.account().create("anne", password(), null), ConflictException.class);
      Await.result(node.account().login("anne", password()));
      List<GroupInfo> groups = Await.result(node.groups().list());
      assertThat(groups).hasSize(ScriptedAccounts.GROUPS).doesNotHaveDuplicates();
      assertThat(groups.get(4))
          .isEqualTo(new GroupInfo("group4", JoinPolicy.OPEN, "anne", 1, GroupRole.MEMBER));
      assertThat(Await.result(node.groups().join("group1", ""))).isEqualTo(GroupRole.REQUESTED);
      Await.failure(node.groups().leave("other"), NotFoundException.class);
      Await.failure(node.groups().leave("../other"), ShoalException.class);
    }
  }

  @Test
  void shouldAdministerAccountsAndTellFailuresApart() throws Exception {
    try (ScriptedTracker tracker = new ScriptedTracker();
        PeerNode node = settings(tracker).build()) {
      Administration administration = node.administration();
      Await.failure(administration.users(), DeniedException.class);
      Await.result(node.account().create("anne", password(), null));
      Await.result(node.account().login("anne", password()));
      assertThat(Await.result(administration.users()))
          .containsExactly(
              new UserInfo("anne", true, Instant.ofEpochMilli(1), 2),
              new UserInfo("bert", false, Instant.ofEpochMilli(1), 2));
      Await.result(administration.promote("anne"));
      Await.result(administration.demote("anne"));
      Await.failure(administration.promote("bert"), NotFoundException.class);
      Await.failure(administration.delete("anne"), ConflictException.class);
      Await.failure(administration.delete("../anne"), ShoalException.class);
      Await.result(administration.resetPassword("anne", new char[] {'x'}));
      Await.result(node.account().login("anne", new char[] {'x'}));
      assertThat(Await.result(administration.rotateKeys())).isEqualTo(0xFFFF_FFFFL);
    }
  }

  @Test
  void shouldSendNoPasswordWhenTlsIsOff() throws Exception {
    try (ScriptedTracker tracker = new ScriptedTracker();
        PeerNode node = settings(tracker).tls(TlsMode.OFF).build()) {
      Await.failure(node.account().login("anne", password()), DeniedException.class);
      Await.failure(node.administration().resetPassword("anne", password()), DeniedException.class);
      Await.failure(node.groups().list(), DeniedException.class);
      assertThat(tracker.asked())
          .doesNotContain(FrameKind.LOGIN, FrameKind.AUTHENTICATE, FrameKind.CHANGE_USER);
    }
  }

  private static char[] password() {
    return "correct horse".toCharArray();
  }

  private List<Path> logins() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("data/login"))) {
      return files.toList();
    }
  }

  private PeerNode.Builder settings(ScriptedTracker tracker) {
    return PeerNode.builder()
        .tracker(tracker.address())
        .tls(TlsMode.AUTO)
        .bind(InetAddress.getLoopbackAddress())
        .memory(16 << 20)
        .dataDirectory(directory.resolve("data"));
  }
}
