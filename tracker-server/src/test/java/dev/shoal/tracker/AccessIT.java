package dev.shoal.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.wire.ChangeGroup;
import dev.shoal.protocol.wire.ChangeUser;
import dev.shoal.protocol.wire.GroupSource;
import dev.shoal.protocol.wire.KeySet;
import dev.shoal.protocol.wire.ListGroups;
import dev.shoal.protocol.wire.ListUsers;
import dev.shoal.protocol.wire.PublishToGroup;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.RequestCapability;
import dev.shoal.protocol.wire.RequestKeys;
import dev.shoal.protocol.wire.UserList;
import dev.shoal.tracker.internal.access.login.LoginThrottle;
import dev.shoal.tracker.internal.access.login.Pace;
import dev.shoal.transport.Endpoint;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts and groups of a tracker, over real connections. */
class AccessIT {
  private static final FileId FILE =
      FileId.fromBytes(ByteBuffer.allocate(FileId.LENGTH).putInt(0, 1).array());
  private static final ByteString FILE_ID = ByteString.copyFrom(FILE.toBytes());

  private final TestNodes nodes = new TestNodes();
  private final TrackerServerBuilder settings = TrackerServer.builder().port(0).verifyPeers(false);

  @SuppressWarnings("NullAway.Init") // every test starts one
  private TrackerServer tracker;

  AccessIT() {
    settings.access(access -> access.passwordMemoryKib(8).passwordPasses(1));
  }

  @AfterEach
  void stop() throws Exception {
    nodes.close();
    tracker.close();
  }

  @Test
  void shouldMakeItsFirstAdministratorByItsCodeAndOnlyOnce() {
    start();
    String code = tracker.administratorCode().orElseThrow();
    TestPeer peer = nodes.connect(tracker);
    assertThat(peer.refusal(FrameKind.CREATE_USER, TestAccount.creation("eve", "WRONG-CODE")))
        .isEqualTo(ErrorCode.DENIED);

    TestAccount.create(peer, "root", code);

    assertThat(tracker.administratorCode()).as("it is spent").isEmpty();
    assertThat(peer.refusal(FrameKind.CREATE_USER, TestAccount.creation("eve", code)))
        .isEqualTo(ErrorCode.DENIED);
  }

  @Test
  void shouldLetAnAdministratorListAndDeleteAccounts() {
    start();
    TestAccount root =
        TestAccount.create(
            nodes.connect(tracker), "root", tracker.administratorCode().orElseThrow());
    TestAccount ann = TestAccount.create(nodes.connect(tracker), "ann");
    assertThat(ann.peer.refusal(FrameKind.LIST_USERS, ListUsers.getDefaultInstance()))
        .isEqualTo(ErrorCode.DENIED);
    ann.createGroup("friends");
    ChangeUser delete = ChangeUser.newBuilder().setUser("ann").setDelete(true).build();
    assertThat(root.peer.refusal(FrameKind.CHANGE_USER, delete)).isEqualTo(ErrorCode.CONFLICT);

    root.change(ChangeGroup.newBuilder().setGroup("friends").setDelete(true));
    root.peer.ask(FrameKind.CHANGE_USER, delete);

    assertThat(ann.peer.refusal(FrameKind.LIST_GROUPS, ListGroups.getDefaultInstance()))
        .as("her login has ended")
        .isEqualTo(ErrorCode.LOGIN_REQUIRED);
    UserList users = (UserList) root.peer.ask(FrameKind.LIST_USERS, ListUsers.getDefaultInstance());
    assertThat(users.getUsersList())
        .singleElement()
        .satisfies(user -> assertThat(user.getUser()).isEqualTo("root"));
  }

  @Test
  void shouldTakeUpALoginOnAnotherConnectionOfTheSameNodeUntilItIsEnded() {
    start();
    Endpoint node = nodes.node();
    TestAccount ann = TestAccount.create(TestPeer.connectByTls(node, tracker), "ann");
    ByteString token = ann.login();
    TestPeer later = TestPeer.connectByTls(node, tracker);
    later.ask(FrameKind.AUTHENTICATE, TestAccount.authentication(token));
    later.ask(FrameKind.LIST_GROUPS, ListGroups.getDefaultInstance());

    ann.logout();

    assertThat(later.refusal(FrameKind.LIST_GROUPS, ListGroups.getDefaultInstance()))
        .as("logged out everywhere with its login")
        .isEqualTo(ErrorCode.LOGIN_REQUIRED);
    assertThat(later.refusal(FrameKind.AUTHENTICATE, TestAccount.authentication(token)))
        .isEqualTo(ErrorCode.DENIED);
  }

  @Test
  void shouldLetAnAddressWaitThatPublishesTooMuchInGroups() {
    settings.publicationsPerSecond(1).publicationsAtOnce(Limits.MAX_BATCH);
    settings.limits(limits -> limits.loopback(true));
    start();
    TestAccount ann = TestAccount.create(nodes.connect(tracker), "ann");
    ann.createGroup("friends");
    PublishedFile file = PublishedFile.newBuilder().setFileId(FILE_ID).setName("song.ogg").build();
    PublishToGroup.Builder one = PublishToGroup.newBuilder().setGroup("friends").addFiles(file);
    PublishToGroup many =
        one.clone().addAllFiles(Collections.nCopies(Limits.MAX_BATCH - 1, file)).build();

    ann.peer.ask(FrameKind.PUBLISH_TO_GROUP, many);
    // On a slow machine a second has passed meanwhile, and this is taken on credit.
    ann.peer.begin(FrameKind.PUBLISH_TO_GROUP, many).exceptionally(busy -> null).join();

    assertThat(ann.peer.refusal(FrameKind.PUBLISH_TO_GROUP, one.build())).isEqualTo(ErrorCode.BUSY);
  }

  @Test
  void shouldRefuseAStolenToken() {
    start();
    ByteString token = TestAccount.create(nodes.connect(tracker), "ann").login();

    TestPeer thief = nodes.connect(tracker);

    assertThat(thief.refusal(FrameKind.AUTHENTICATE, TestAccount.authentication(token)))
        .isEqualTo(ErrorCode.DENIED);
    assertThat(thief.refusal(FrameKind.LIST_GROUPS, ListGroups.getDefaultInstance()))
        .isEqualTo(ErrorCode.LOGIN_REQUIRED);
  }

  @Test
  void shouldAnswerNothingAboutAccountsAndGroupsOnAPlainConnection() {
    start();
    TestPeer plain = nodes.connectPlain(tracker);

    assertThat(plain.refusal(FrameKind.CREATE_USER, TestAccount.creation("ann", "")))
        .isEqualTo(ErrorCode.TLS_REQUIRED);
    assertThat(plain.refusal(FrameKind.LOGIN, TestAccount.login("ann", "guessed")))
        .isEqualTo(ErrorCode.TLS_REQUIRED);
    assertThat(plain.refusal(FrameKind.REQUEST_KEYS, RequestKeys.getDefaultInstance()))
        .isEqualTo(ErrorCode.TLS_REQUIRED);
    plain.query(FILE);
  }

  @Test
  void shouldRefusePlainConnectionsWhenTlsIsRequired() {
    settings.requireTls(true);
    start();

    assertThatThrownBy(() -> nodes.connectPlain(tracker))
        .isInstanceOfSatisfying(
            TestPeer.Refused.class,
            refused -> assertThat(refused.code).isEqualTo(ErrorCode.TLS_REQUIRED));
    nodes.connect(tracker).query(FILE);
  }

  @Test
  void shouldLetOnlyUsersShareWhenForUsers() {
    settings.mode(TrackerMode.USERS);
    start();
    TestPeer plain = nodes.connectPlain(tracker);
    plain.open(0, false);
    assertThat(plain.refusal(FrameKind.REGISTER, registration())).isEqualTo(ErrorCode.TLS_REQUIRED);
    TestPeer peer = nodes.connect(tracker);
    peer.open(7001, true);
    assertThat(peer.refusal(FrameKind.REGISTER, registration()))
        .isEqualTo(ErrorCode.LOGIN_REQUIRED);
    TestAccount ann = TestAccount.create(peer, "ann");

    peer.register(FILE);
    assertThat(plain.query(FILE).getSeederCount()).isEqualTo(1);

    ann.logout();
    assertThat(plain.seeders(FILE)).as("what it shared ends with the login").isEmpty();
    assertThat(peer.refusal(FrameKind.REGISTER, registration()))
        .isEqualTo(ErrorCode.LOGIN_REQUIRED);
  }

  @Test
  void shouldAnswerNobodyElseWhenClosed() {
    settings.mode(TrackerMode.CLOSED);
    start();
    TestPeer stranger = nodes.connect(tracker);
    Query query = Query.newBuilder().setFileId(FILE_ID).build();
    assertThat(stranger.refusal(FrameKind.QUERY, query)).isEqualTo(ErrorCode.LOGIN_REQUIRED);
    assertThat(nodes.connectPlain(tracker).refusal(FrameKind.QUERY, query))
        .isEqualTo(ErrorCode.TLS_REQUIRED);
    assertThat(stranger.refusal(FrameKind.CREATE_USER, TestAccount.creation("eve", "")))
        .as("only an administrator makes accounts")
        .isEqualTo(ErrorCode.LOGIN_REQUIRED);
    TestAccount root =
        TestAccount.create(
            nodes.connect(tracker), "root", tracker.administratorCode().orElseThrow());
    root.peer.ask(FrameKind.CREATE_USER, TestAccount.creation("ann", ""));

    TestAccount.login(stranger, "ann");

    stranger.query(FILE);
  }

  @Test
  void shouldGiveMembersTheSourcesOfAGroupsFileAndTellStrangersNothing() {
    start();
    TestAccount ann = TestAccount.create(nodes.connect(tracker), "ann");
    TestAccount bob = TestAccount.create(nodes.connect(tracker), "bob");
    TestAccount eve = TestAccount.create(nodes.connect(tracker), "eve");
    ann.createGroup("readers");
    ByteString group = ann.publish("readers", FILE, "model.bin").getGroupId();
    ann.peer.open(7001, true);
    ann.register(group, FILE);
    bob.join("readers");

    assertThat(bob.query(group, FILE).getSourcesList())
        .extracting(GroupSource::getComplete)
        .containsExactly(true);
    assertThat(ann.query(group, FILE).getSourcesList()).as("never itself").isEmpty();
    assertThat(bob.peer.query(FILE).getSeederCount()).as("in public").isZero();
    ByteString unknown = ByteString.copyFrom(new byte[GroupId.LENGTH]);
    assertThat(eve.peer.refused(FrameKind.QUERY_GROUP, TestAccount.queryFor(group, FILE)))
        .hasMessage(
            eve.peer
                .refused(FrameKind.QUERY_GROUP, TestAccount.queryFor(unknown, FILE))
                .getMessage());
    eve.peer.open(7002, true);
    assertThat(eve.peer.refusal(FrameKind.REGISTER_IN_GROUPS, TestAccount.batch(group, FILE)))
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void shouldForgetARemovedMemberAtOnceAndTellTheOthers() {
    start();
    TestAccount ann = TestAccount.create(nodes.connect(tracker), "ann");
    TestAccount bob = TestAccount.create(nodes.connect(tracker), "bob");
    ann.createGroup("readers");
    bob.join("readers");
    ByteString group = bob.publish("readers", FILE, "model.bin").getGroupId();
    ann.publish("readers", FILE, "model.bin");
    bob.peer.open(7001, true);
    bob.register(group, FILE);
    assertThat(bob.peer.epoch().getEpoch()).isEqualTo(1);
    assertThat(ann.query(group, FILE).getSourcesCount()).isEqualTo(1);

    ann.change(ChangeGroup.newBuilder().setGroup("readers").setRemove("bob"));

    assertThat(ann.query(group, FILE).getSourcesList()).isEmpty();
    assertThat(ann.peer.epoch().getEpoch()).isEqualTo(2);
    assertThat(bob.peer.refusal(FrameKind.QUERY_GROUP, TestAccount.queryFor(group, FILE)))
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(
            bob.peer.refusal(
                FrameKind.REQUEST_CAPABILITY,
                RequestCapability.newBuilder().setGroupId(group).build()))
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void shouldHashNoMorePasswordsThanAllowedHoweverManyAreTried() {
    Pace few = new Pace(5, Duration.ofHours(1));
    LoginThrottle.Limits limits =
        new LoginThrottle.Limits(few, few, few, few, few, LoginThrottle.Limits.DEFAULT.creations());
    settings.access(access -> access.throttle(limits));
    start();
    TestPeer working = nodes.connectPlain(tracker);
    List<CompletableFuture<MessageLite>> guesses = new ArrayList<>();
    for (int connection = 0; connection < 5; connection++) {
      TestPeer guesser = nodes.connect(tracker);
      for (int i = 0; i < 50; i++) {
        guesses.add(guesser.begin(FrameKind.LOGIN, TestAccount.login("ann", "guess number " + i)));
        working.query(FILE);
      }
    }

    assertThat(guesses).allMatch(guess -> guess.handle((ok, failure) -> ok == null).join());
    assertThat(tracker.passwordRuns().join()).isBetween(1L, 5L);
  }

  @Test
  void shouldKeepAccountsGroupsKeysAndWhoItIsAcrossARestart(@TempDir Path directory) {
    settings.dataDirectory(directory);
    start();
    String fingerprint = tracker.fingerprint();
    Endpoint node = nodes.node();
    TestAccount ann =
        TestAccount.create(
            TestPeer.connectByTls(node, tracker), "ann", tracker.administratorCode().orElseThrow());
    ByteString token = ann.login();
    ann.createGroup("readers");
    ByteString group = ann.publish("readers", FILE, "model.bin").getGroupId();
    KeySet keys = keys(ann.peer);
    ann.peer.drop();
    tracker.close();

    start();

    assertThat(tracker.fingerprint()).isEqualTo(fingerprint);
    assertThat(tracker.administratorCode()).isEmpty();
    TestPeer again = TestPeer.connectByTls(node, tracker);
    again.ask(FrameKind.AUTHENTICATE, TestAccount.authentication(token));
    assertThat(keys(again).getKeysList()).isEqualTo(keys.getKeysList());
    again.ask(FrameKind.QUERY_GROUP, TestAccount.queryFor(group, FILE));
  }

  private static KeySet keys(TestPeer peer) {
    return (KeySet) peer.ask(FrameKind.REQUEST_KEYS, RequestKeys.getDefaultInstance());
  }

  private static Register registration() {
    return Register.newBuilder()
        .addRegistrations(Registration.newBuilder().setFileId(FILE_ID).setComplete(true))
        .build();
  }

  private void start() {
    tracker = settings.start().join();
  }
}
