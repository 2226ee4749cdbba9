package dev.shoal.tracker.internal.access.capability;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Capability;
import dev.shoal.protocol.wire.KeySet;
import dev.shoal.protocol.wire.KeysRotated;
import dev.shoal.protocol.wire.RequestCapability;
import dev.shoal.protocol.wire.VerificationKey;
import dev.shoal.tracker.internal.access.AccessCommands;
import dev.shoal.tracker.internal.access.AccessRequests;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.Account;
import dev.shoal.tracker.internal.access.Asker;
import dev.shoal.tracker.internal.access.Failures;
import dev.shoal.tracker.internal.access.Group;
import dev.shoal.tracker.internal.access.LoginView;
import dev.shoal.tracker.internal.access.SigningKey;
import dev.shoal.tracker.internal.access.audit.Audit;
import dev.shoal.tracker.internal.access.audit.AuditEvent;
import dev.shoal.tracker.internal.access.audit.AuditKind;
import dev.shoal.tracker.internal.access.login.Pace;
import dev.shoal.tracker.internal.access.login.Paces;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs capabilities for members of groups, tells by which keys they are verified, and changes
 * those keys for an administrator. A signature takes so little that it is made on the loop, but not
 * as often as anybody likes.
 */
public final class CapabilityRequests implements AccessRequests {
  /** A capability's life unless another is set. */
  public static final Duration DEFAULT_LIFE = Duration.ofMinutes(5);

  /** What one account may have signed. */
  static final Pace PACE = Pace.perSecond(5, 50);

  /** What is signed in all, so that it leaves the loop to others. */
  static final Pace PACE_OF_ALL = Pace.perSecond(200, 400);

  /** In a token these bytes stand for all files. */
  private static final ByteString NO_FILE = ByteString.copyFrom(new byte[FileId.LENGTH]);

  private static final int MAX_ACCOUNTS = 4096;

  private final AccessView view;
  private final SigningKeys keys;
  private final Audit audit;
  private final Duration life;
  private final LongSupplier nowNanos;
  private final LongSupplier nowMillis;
  private final Paces<String> paces = new Paces<>(PACE, MAX_ACCOUNTS);
  private final Paces<FrameKind> paceOfAll = new Paces<>(PACE_OF_ALL, 1);
  private long issued;

  /**
   * Signs for members as they are in that view.
   *
   * @param life of a capability, at most {@link CapabilityToken#MAX_LIFE_MILLIS}
   * @param nowNanos of any origin, never running backwards
   * @param nowMillis Unix time
   */
  public CapabilityRequests(
      AccessView view,
      AccessCommands commands,
      Audit audit,
      Duration life,
      LongSupplier nowNanos,
      LongSupplier nowMillis) {
    if (life.toMillis() < 1 || life.toMillis() > CapabilityToken.MAX_LIFE_MILLIS) {
      throw new IllegalArgumentException("a capability lives for at most ten minutes");
    }
    this.view = view;
    this.keys = new SigningKeys(view, commands, nowMillis);
    this.audit = audit;
    this.life = life;
    this.nowNanos = nowNanos;
    this.nowMillis = nowMillis;
  }

  /**
   * Makes sure that there is a key to sign with, at the start: so that nobody waits for it later.
   *
   * @return completes on the loop when there is
   */
  public CompletableFuture<Void> start() {
    return Failures.told(keys.current().thenAccept(signer -> {}));
  }

  /** Capabilities signed so far. */
  public long issued() {
    return issued;
  }

  @Override
  public boolean takes(FrameKind kind) {
    return switch (kind) {
      case REQUEST_CAPABILITY, REQUEST_KEYS, ROTATE_KEYS -> true;
      default -> false;
    };
  }

  @Override
  public CompletableFuture<? extends MessageLite> serve(
      Asker asker, FrameKind kind, MessageLite header) {
    return Failures.told(begin(asker, kind, header));
  }

  private CompletableFuture<? extends MessageLite> begin(
      Asker asker, FrameKind kind, MessageLite header) {
    try {
      return switch (kind) {
        case REQUEST_CAPABILITY -> sign(asker, (RequestCapability) header);
        case REQUEST_KEYS -> keys.current().thenApply(signer -> keySet());
        case ROTATE_KEYS -> rotate(asker);
        default ->
            throw new ProtocolException(
                ErrorCode.UNKNOWN_KIND,
                "requests of the kind " + kind + " are not about capabilities");
      };
    } catch (ProtocolException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Capability> sign(Asker asker, RequestCapability request)
      throws ProtocolException {
    LoginView login = required(asker);
    checkLength(request.getGroupId(), GroupId.LENGTH, "group");
    if (!request.getFileId().isEmpty()) {
      checkLength(request.getFileId(), FileId.LENGTH, "file");
      if (request.getFileId().equals(NO_FILE)) {
        throw new ProtocolException(ErrorCode.BAD_REQUEST, "there is no file of that id");
      }
    }
    count(login.userKey());
    group(request, login); // what is not to be had is refused before a key is made for it
    countInAll();
    return keys.current()
        .thenCompose(
            signer -> {
              try {
                return CompletableFuture.completedFuture(
                    capability(signer, group(request, required(asker)), asker, request));
              } catch (ProtocolException e) {
                return CompletableFuture.failedFuture(e);
              }
            });
  }

  private Capability capability(
      SigningKeys.Signer signer, Group group, Asker asker, RequestCapability request) {
    long now = nowMillis.getAsLong();
    CapabilityToken token =
        new CapabilityToken(
            signer.keyId(),
            CapabilityToken.FETCH,
            now,
            now + life.toMillis(),
            group.epoch(),
            group.id(),
            asker.peer(),
            request.getFileId().isEmpty()
                ? null
                : FileId.fromBytes(request.getFileId().toByteArray()));
    issued++;
    return Capability.newBuilder()
        .setToken(ByteString.copyFrom(token.sign(signer.key())))
        .setNowMillis(now)
        .build();
  }

  /** Unknown, and no group of one's own: one and the same. */
  private Group group(RequestCapability request, LoginView login) throws ProtocolException {
    @Nullable Group group = view.group(GroupId.fromBytes(request.getGroupId().toByteArray()));
    if (group == null || !group.isMember(login.userKey())) {
      throw new ProtocolException(
          ErrorCode.NOT_FOUND, "there is no such group, or you are no member of it");
    }
    return group;
  }

  private KeySet keySet() {
    KeySet.Builder set = KeySet.newBuilder().setNowMillis(nowMillis.getAsLong());
    for (SigningKey key : keys.published()) {
      set.addKeys(
          VerificationKey.newBuilder()
              .setKeyId(key.keyId())
              .setPublicKey(key.publicKey())
              .setFromMillis(key.fromMillis())
              .setUntilMillis(key.untilMillis()));
    }
    return set.build();
  }

  private CompletableFuture<KeysRotated> rotate(Asker asker) throws ProtocolException {
    LoginView login = required(asker);
    @Nullable Account account = view.account(login.userKey());
    if (account == null || !account.administrator()) {
      record(AuditKind.ACCESS_DENIED, asker, login, "request", "rotate-keys");
      throw new ProtocolException(
          ErrorCode.DENIED,
          "only an administrator changes the key that capabilities are signed by");
    }
    return keys.rotate()
        .thenApply(
            signer -> {
              record(
                  AuditKind.KEY_ROTATED,
                  asker,
                  login,
                  "key",
                  Integer.toUnsignedString(signer.keyId()));
              return KeysRotated.newBuilder().setKeyId(signer.keyId()).build();
            });
  }

  private void count(String userKey) throws ProtocolException {
    long now = nowNanos.getAsLong();
    if (paces.nanosToWait(userKey, 1, now) > 0) {
      throw new ProtocolException(
          ErrorCode.BUSY, "your account asks for too many capabilities; try again in 1 s");
    }
    paces.done(userKey, 1, now);
  }

  private void countInAll() throws ProtocolException {
    long now = nowNanos.getAsLong();
    if (paceOfAll.nanosToWait(FrameKind.REQUEST_CAPABILITY, 1, now) > 0) {
      throw new ProtocolException(
          ErrorCode.BUSY, "the tracker is asked for too many capabilities; try again in 1 s");
    }
    paceOfAll.done(FrameKind.REQUEST_CAPABILITY, 1, now);
  }

  private static void checkLength(ByteString id, int length, String what) throws ProtocolException {
    if (id.size() != length) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "the id of a " + what + " has " + length + " bytes");
    }
  }

  private static LoginView required(Asker asker) throws ProtocolException {
    @Nullable LoginView login = asker.login();
    if (login == null) {
      throw new ProtocolException(ErrorCode.LOGIN_REQUIRED, "this needs a login: log in first");
    }
    return login;
  }

  private void record(AuditKind kind, Asker asker, LoginView login, String detail, String value) {
    audit.record(
        AuditEvent.of(kind, asker.address(), asker.peer())
            .user(login.userKey())
            .with(detail, value));
  }
}
