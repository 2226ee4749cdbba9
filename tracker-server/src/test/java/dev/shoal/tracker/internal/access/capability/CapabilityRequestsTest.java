package dev.shoal.tracker.internal.access.capability;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.VerificationKeys;
import dev.shoal.protocol.wire.Capability;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.KeySet;
import dev.shoal.protocol.wire.KeysRotated;
import dev.shoal.protocol.wire.RequestCapability;
import dev.shoal.protocol.wire.RequestKeys;
import dev.shoal.protocol.wire.RotateKeys;
import dev.shoal.protocol.wire.VerificationKey;
import dev.shoal.tracker.internal.access.AccessCommands;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.LoginView;
import dev.shoal.tracker.internal.access.account.FakeAsker;
import dev.shoal.tracker.internal.access.account.FakeAudit;
import dev.shoal.tracker.internal.access.audit.AuditKind;
import dev.shoal.tracker.internal.state.ChangeGroup;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.CreateAccount;
import dev.shoal.tracker.internal.store.InstantCommitter;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CapabilityRequestsTest {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final GroupId GROUP =
      GroupId.fromBytes(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});

  private final FakeAudit audit = new FakeAudit();
  private final InstantCommitter committer = new InstantCommitter();
  private final AccessView view = new AccessView();
  private final AccessCommands commands =
      new AccessCommands(view, committer, this::now, Runnable::run);
  private final FakeAsker alice = new FakeAsker(1);
  private final FakeAsker bob = new FakeAsker(2);
  private CapabilityRequests requests = start();
  private long millis = 1_700_000_000_000L;

  @BeforeEach
  void setUp() {
    account("root", true);
    account("alice", false);
    account("bob", false);
    group(
        "alice",
        ChangeGroup.newBuilder()
            .setCreate(
                ChangeGroup.Create.newBuilder()
                    .setGroupId(ByteString.copyFrom(GROUP.toBytes()))
                    .setPolicy(
                        ChangeGroup.Policy.newBuilder()
                            .setPolicy(JoinPolicy.JOIN_OPEN.getNumber()))));
    logIn(alice, "alice");
    logIn(bob, "bob");
  }

  @AfterEach
  void close() {
    committer.close();
  }

  @Test
  void shouldSignForAMembersNodeSoThatOthersCanVerifyIt() throws ProtocolException {
    Capability answer = capability(alice, GROUP, null);
    CapabilityToken token = verify(answer);
    assertThat(token.group()).isEqualTo(GROUP);
    assertThat(token.holder()).isEqualTo(alice.peer());
    assertThat(token.epoch()).isEqualTo(1);
    assertThat(token.file()).isNull();
    assertThat(token.issuedMillis()).isEqualTo(now()).isEqualTo(answer.getNowMillis());
    assertThat(token.expiresMillis()).isEqualTo(now() + LIFE.toMillis());
  }

  @Test
  void shouldSignForOneFileAlone() throws ProtocolException {
    FileId file =
        FileId.fromBytes(
            new byte[] {
              9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9,
              9, 9, 9
            });
    assertThat(verify(capability(alice, GROUP, file)).file()).isEqualTo(file);
  }

  @Test
  void shouldRefuseWhoIsNoMemberAsIfTheGroupWereUnknown() {
    ProtocolException stranger = failure(() -> capability(bob, GROUP, null));
    ProtocolException unknown =
        failure(() -> capability(bob, GroupId.fromBytes(new byte[16]), null));
    assertThat(stranger.code()).isEqualTo(ErrorCode.NOT_FOUND).isEqualTo(unknown.code());
    assertThat(stranger).hasMessage(unknown.getMessage());
  }

  @Test
  void shouldSignNothingMoreForWhoHasLeftAndALaterEpochForTheOthers() throws ProtocolException {
    group("bob", ChangeGroup.newBuilder().setJoin(ByteString.EMPTY));
    assertThat(verify(capability(bob, GROUP, null)).epoch()).isEqualTo(1);
    group("bob", ChangeGroup.newBuilder().setLeave(true));
    assertThat(failure(() -> capability(bob, GROUP, null)).code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(verify(capability(alice, GROUP, null)).epoch()).isEqualTo(2);
  }

  @Test
  void shouldNeedALoginToSignAndNoneToTellTheKeys() throws ProtocolException {
    FakeAsker stranger = new FakeAsker(3);
    assertThat(failure(() -> capability(stranger, GROUP, null)).code())
        .isEqualTo(ErrorCode.LOGIN_REQUIRED);
    assertThat(failure(() -> rotate(stranger)).code()).isEqualTo(ErrorCode.LOGIN_REQUIRED);
    assertThat(keys().getKeysCount()).isEqualTo(1);
  }

  @Test
  void shouldRefuseIdsOfAWrongLength() {
    RequestCapability.Builder request =
        RequestCapability.newBuilder().setGroupId(ByteString.copyFrom(new byte[15]));
    assertThat(failure(() -> ask(alice, FrameKind.REQUEST_CAPABILITY, request.build())).code())
        .isEqualTo(ErrorCode.BAD_REQUEST);
    request
        .setGroupId(ByteString.copyFrom(GROUP.toBytes()))
        .setFileId(ByteString.copyFrom(new byte[31]));
    assertThat(failure(() -> ask(alice, FrameKind.REQUEST_CAPABILITY, request.build())).code())
        .isEqualTo(ErrorCode.BAD_REQUEST);
  }

  @Test
  void shouldHoldAnAccountToItsRate() throws ProtocolException {
    for (int i = 0; i < 50; i++) {
      capability(alice, GROUP, null);
    }
    assertThat(failure(() -> capability(alice, GROUP, null)).code()).isEqualTo(ErrorCode.BUSY);
    assertThat(failure(() -> capability(bob, GROUP, null)).code()).isEqualTo(ErrorCode.NOT_FOUND);
    millis += 200;
    capability(alice, GROUP, null);
  }

  @Test
  void shouldHoldAllAccountsTogetherToARate() throws ProtocolException {
    for (int i = 0; i < 8; i++) {
      FakeAsker member = member(i);
      for (int j = 0; j < 50; j++) {
        capability(member, GROUP, null);
      }
    }
    assertThat(failure(() -> capability(alice, GROUP, null)))
        .hasMessage("the tracker is asked for too many capabilities; try again in 1 s")
        .extracting(ProtocolException::code)
        .isEqualTo(ErrorCode.BUSY);
    assertThat(failure(() -> capability(bob, GROUP, null)).code())
        .as("who gets none takes none from the others")
        .isEqualTo(ErrorCode.NOT_FOUND);
    millis += 5;
    capability(alice, GROUP, null);
  }

  private FakeAsker member(int number) {
    String name = "member" + number;
    account(name, false);
    group(name, ChangeGroup.newBuilder().setJoin(ByteString.EMPTY));
    FakeAsker member = new FakeAsker(10 + number);
    logIn(member, name);
    return member;
  }

  // --- Keys ---

  @Test
  void shouldKeepItsKeyAcrossRestarts() throws ProtocolException {
    requests.start().join();
    Capability before = capability(alice, GROUP, null);
    requests = start();
    requests.start().join();
    assertThat(view.keys()).hasSize(1);
    assertThat(verify(capability(alice, GROUP, null)).keyId()).isEqualTo(verify(before).keyId());
  }

  @Test
  void shouldSignWithAnotherKeyAfterThirtyDaysAndTellTheOldOneAsLongAsItsTokensLast()
      throws ProtocolException {
    int old = verify(capability(alice, GROUP, null)).keyId();
    millis += Duration.ofDays(30).toMillis() - 1;
    Capability last = capability(alice, GROUP, null);
    assertThat(verify(last).keyId()).isEqualTo(old);
    millis += 1;
    Capability first = capability(alice, GROUP, null);
    assertThat(verify(first).keyId()).isNotEqualTo(old);
    assertThat(verify(last).keyId()).isEqualTo(old);
    millis += LIFE.toMillis() - 2;
    assertThat(verify(last).keyId()).isEqualTo(old);
    millis += CapabilityToken.MAX_LIFE_MILLIS;
    assertThat(keys().getKeysList()).hasSize(1);
    assertThat(failure(() -> verify(last)).code()).isEqualTo(ErrorCode.DENIED);
  }

  @Test
  void shouldSignWithAnotherKeyWhenAnAdministratorSaysSo() throws ProtocolException {
    Capability before = capability(alice, GROUP, null);
    assertThat(failure(() -> rotate(alice)).code()).isEqualTo(ErrorCode.DENIED);
    FakeAsker root = new FakeAsker(4);
    logIn(root, "root");
    int added = rotate(root).getKeyId();
    assertThat(verify(capability(alice, GROUP, null)).keyId()).isEqualTo(added);
    assertThat(verify(before).keyId()).isNotEqualTo(added);
    VerificationKey old = keys().getKeys(0);
    assertThat(old.getUntilMillis()).isEqualTo(now() + CapabilityToken.MAX_LIFE_MILLIS);
    assertThat(audit.kinds()).containsExactly(AuditKind.ACCESS_DENIED, AuditKind.KEY_ROTATED);
  }

  @Test
  void shouldNotHaveMoreKeysThanPeersAreTold() throws ProtocolException {
    FakeAsker root = new FakeAsker(4);
    logIn(root, "root");
    for (int i = 0; i < Limits.MAX_KEYS; i++) {
      rotate(root);
      millis += 1;
    }
    assertThat(failure(() -> rotate(root)).code()).isEqualTo(ErrorCode.BUSY);
    assertThat(keys().getKeysCount()).isEqualTo(Limits.MAX_KEYS);
    assertThat(verify(capability(alice, GROUP, null)).holder()).isEqualTo(alice.peer());
    millis += CapabilityToken.MAX_LIFE_MILLIS;
    rotate(root);
    assertThat(keys().getKeysCount()).isEqualTo(2);
  }

  @Test
  void shouldSignNothingWhenItsFirstKeyCannotBeKept() throws ProtocolException {
    committer.failWith(ErrorCode.INTERNAL);
    assertThat(failure(() -> capability(alice, GROUP, null)).code()).isEqualTo(ErrorCode.INTERNAL);
    committer.failWith(null);
    assertThat(verify(capability(alice, GROUP, null)).group()).isEqualTo(GROUP);
  }

  private CapabilityRequests start() {
    return new CapabilityRequests(
        view, commands, audit, LIFE, () -> TimeUnit.MILLISECONDS.toNanos(now()), this::now);
  }

  private long now() {
    return millis;
  }

  private void account(String name, boolean administrator) {
    submit(
        Command.newBuilder()
            .setCreateAccount(
                CreateAccount.newBuilder()
                    .setName(name)
                    .setPasswordHash("$argon2id$")
                    .setAdministrator(administrator)));
  }

  private void group(String user, ChangeGroup.Builder change) {
    submit(Command.newBuilder().setChangeGroup(change.setUser(user).setGroup("docs")));
  }

  private void submit(Command.Builder command) {
    assertThat(commands.submit(command)).isCompleted();
  }

  private void logIn(FakeAsker asker, String user) {
    asker.loggedIn(new LoginView(user, ByteString.copyFromUtf8(user), Long.MAX_VALUE));
  }

  private Capability capability(FakeAsker asker, GroupId group, @Nullable FileId file)
      throws ProtocolException {
    RequestCapability.Builder request =
        RequestCapability.newBuilder().setGroupId(ByteString.copyFrom(group.toBytes()));
    if (file != null) {
      request.setFileId(ByteString.copyFrom(file.toBytes()));
    }
    return (Capability) ask(asker, FrameKind.REQUEST_CAPABILITY, request.build());
  }

  private KeySet keys() throws ProtocolException {
    return (KeySet) ask(new FakeAsker(9), FrameKind.REQUEST_KEYS, RequestKeys.getDefaultInstance());
  }

  private KeysRotated rotate(FakeAsker asker) throws ProtocolException {
    return (KeysRotated) ask(asker, FrameKind.ROTATE_KEYS, RotateKeys.getDefaultInstance());
  }

  /** As a peer does it: with the keys that the tracker tells. */
  private CapabilityToken verify(Capability capability) throws ProtocolException {
    KeySet keys = keys();
    return CapabilityToken.verify(
        capability.getToken().toByteArray(),
        id ->
            keys.getKeysList().stream()
                .filter(key -> key.getKeyId() == id)
                .findFirst()
                .flatMap(CapabilityRequestsTest::read));
  }

  private static Optional<PublicKey> read(VerificationKey key) {
    try {
      return Optional.of(VerificationKeys.fromBytes(key.getPublicKey().toByteArray()));
    } catch (ProtocolException e) {
      return Optional.empty();
    }
  }

  private MessageLite ask(FakeAsker asker, FrameKind kind, MessageLite header)
      throws ProtocolException {
    CompletableFuture<? extends MessageLite> answer = requests.serve(asker, kind, header);
    assertThat(answer).isDone();
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw (ProtocolException) e.getCause();
    }
  }

  private static ProtocolException failure(Asking asking) {
    try {
      asking.ask();
    } catch (ProtocolException e) {
      return e;
    }
    throw new AssertionError("it was not refused");
  }

  /** A request that may be refused. */
  @FunctionalInterface
  private interface Asking {
    void ask() throws ProtocolException;
  }
}
