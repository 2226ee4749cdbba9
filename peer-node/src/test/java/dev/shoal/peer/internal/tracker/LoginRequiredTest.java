package dev.shoal.peer.internal.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import dev.shoal.peer.internal.tracker.FakeConnection.Asked;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.GroupList;
import dev.shoal.protocol.wire.ListGroups;
import dev.shoal.protocol.wire.LoggedIn;
import dev.shoal.protocol.wire.Login;
import dev.shoal.transport.Connection;
import dev.shoal.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How a client does at trackers that ask for a login. */
class LoginRequiredTest {
  private final TransportException loginRequired =
      new TransportException.Remote(ErrorCode.LOGIN_REQUIRED, "this needs a login");

  private final FakeTrackers trackers = new FakeTrackers(1);
  private boolean hasLogin;
  private int logins;
  private final TrackerClient client = trackers.client(this::logIn);

  private CompletableFuture<Boolean> logIn(Connection connection) {
    logins++;
    return CompletableFuture.completedFuture(hasLogin);
  }

  @Test
  void shouldLogInBeforeItOpensASession() {
    assertThat(logins).isOne();
    trackers.opens(0, FakeTrackers.lease());
    assertThat(client.isConnected()).isTrue();
  }

  @Test
  void shouldTellWhoWaitsThatALoginIsMissing() {
    CompletableFuture<Void> known = client.announce(announcement());
    trackers.run();
    refuse(FrameKind.OPEN_LEASE);
    assertThat(known).isCompletedExceptionally();
    assertThat(known.handle((done, failure) -> failure).join()).isSameAs(loginRequired);
  }

  @Test
  void shouldUseAConnectionOfItsOwnToLogInWhereNoSessionIsGivenWithout() {
    refuse(FrameKind.OPEN_LEASE);
    FakeConnection refused = trackers.connection(0);
    CompletableFuture<MessageLite> answer =
        client.onConnection(
            connection -> connection.request(FrameKind.LOGIN, Login.getDefaultInstance()));
    trackers.run();
    assertThat(trackers.connection(0)).isNotSameAs(refused);
    trackers.answer(0, FrameKind.LOGIN, LoggedIn.getDefaultInstance());
    assertThat(answer).isCompletedWithValue(LoggedIn.getDefaultInstance());
    assertThat(trackers.connection(0).isOpen()).isFalse();

    hasLogin = true;
    client.loginChanged();
    trackers.run(); // without the rest after a refusal
    trackers.opens(0, FakeTrackers.lease());
    assertThat(client.isConnected()).isTrue();
  }

  @Test
  void shouldAskAgainOnceWhenALoginCameMeanwhile() {
    trackers.opens(0, FakeTrackers.lease());
    hasLogin = true;
    CompletableFuture<GroupList> asked = list();
    refuse(FrameKind.LIST_GROUPS);
    trackers.answer(0, FrameKind.LIST_GROUPS, GroupList.getDefaultInstance());
    assertThat(asked).isCompletedWithValue(GroupList.getDefaultInstance());

    hasLogin = false;
    CompletableFuture<GroupList> askedAgain = list();
    refuse(FrameKind.LIST_GROUPS);
    assertThat(askedAgain).isCompletedExceptionally();
  }

  @Test
  void shouldRegisterAtOnceWhatWasRefusedWhenALoginCame() {
    trackers.opens(0, FakeTrackers.lease());
    CompletableFuture<Void> known = client.announce(announcement());
    trackers.run();
    refuse(FrameKind.REGISTER);
    assertThat(known).isCompletedExceptionally();
    client.loginChanged();
    trackers.run();
    trackers.registers(0);
  }

  @Test
  void shouldReportTheMissingLoginRatherThanTheTrackerThatIsDown() {
    FakeTrackers two = new FakeTrackers(2);
    two.stops(1);
    TrackerClient other = two.client(this::logIn);
    CompletableFuture<GroupList> asked =
        other.ask(FrameKind.LIST_GROUPS, ListGroups.getDefaultInstance(), GroupList.class);
    two.next(0, FrameKind.OPEN_LEASE).answer().completeExceptionally(loginRequired);
    two.run();
    assertThat(two.dialled()).isEqualTo(List.of(0, 1));
    assertThat(asked).isCompletedExceptionally();
    assertThat(TrackerFailures.explain(asked.handle((done, failure) -> failure).join()))
        .hasMessage("this needs a login");
  }

  @Test
  void shouldGoOnTryingAtItsOwnPace() {
    trackers.dialled();
    refuse(FrameKind.OPEN_LEASE);
    assertThat(trackers.dialled()).isEmpty();
    trackers.pass(Duration.ofSeconds(31));
    assertThat(trackers.dialled()).isNotEmpty();
  }

  private CompletableFuture<GroupList> list() {
    return client.ask(FrameKind.LIST_GROUPS, ListGroups.getDefaultInstance(), GroupList.class);
  }

  private void refuse(FrameKind kind) {
    Asked next = trackers.next(0, kind);
    next.answer().completeExceptionally(loginRequired);
    trackers.run();
  }

  private static Announcement announcement() {
    return Announcement.complete(FileId.fromBytes(new byte[FileId.LENGTH]));
  }
}
