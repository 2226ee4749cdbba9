package dev.shoal.tracker.internal.access.capability;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.HashTree;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.VerificationKeys;
import dev.shoal.tracker.internal.access.AccessCommands;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.SigningKey;
import dev.shoal.tracker.internal.state.AddKey;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.StoredKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that capabilities are signed with. The latest one signs, for 30 days; when it is asked
 * for after that, there is another one from then on. A key is known to peers until the last token
 * that it signed is over.
 */
final class SigningKeys {
  static final Duration LIFE = Duration.ofDays(30);

  private final AccessView view;
  private final AccessCommands commands;
  private final LongSupplier nowMillis;
  private @Nullable Signer signer;
  private @Nullable CompletableFuture<Signer> underWay;

  SigningKeys(AccessView view, AccessCommands commands, LongSupplier nowMillis) {
    this.view = view;
    this.commands = commands;
    this.nowMillis = nowMillis;
  }

  /**
   * A key ready to sign.
   *
   * @param keyId by which tokens name it
   */
  record Signer(int keyId, PrivateKey key) {}

  /** The key that signs now; one is made if there is none, or if it has signed for long enough. */
  CompletableFuture<Signer> current() {
    List<SigningKey> keys = view.keys();
    if (keys.isEmpty()) {
      return add();
    }
    SigningKey latest = keys.get(keys.size() - 1);
    Signer known = signer;
    if (nowMillis.getAsLong() - latest.fromMillis() >= LIFE.toMillis()) {
      return add();
    }
    if (known == null || known.keyId() != latest.keyId()) {
      known = read(latest);
      signer = known;
    }
    return known == null ? add() : CompletableFuture.completedFuture(known);
  }

  /**
   * Has another key sign from now on.
   *
   * @throws ProtocolException with {@link ErrorCode#BUSY} if there are too many already by which
   *     tokens were signed that are not over yet
   */
  CompletableFuture<Signer> rotate() throws ProtocolException {
    if (underWay == null && published().size() >= Limits.MAX_KEYS) {
      throw new ProtocolException(
          ErrorCode.BUSY, "there are " + Limits.MAX_KEYS + " keys in use; try again in 10 minutes");
    }
    return add();
  }

  /** The keys by which a token may be verified that is good now. */
  List<SigningKey> published() {
    long now = nowMillis.getAsLong();
    return view.keys().stream().filter(key -> key.untilMillis() > now).toList();
  }

  /** One at a time: whoever asks for another meanwhile gets that one. */
  private CompletableFuture<Signer> add() {
    CompletableFuture<Signer> running = underWay;
    if (running != null) {
      return running;
    }
    KeyPair pair = newPair();
    byte[] publicKey = VerificationKeys.toBytes((EdECPublicKey) pair.getPublic());
    Signer added =
        new Signer(
            ByteBuffer.wrap(HashTree.sha256().digest(publicKey)).getInt(), pair.getPrivate());
    long now = nowMillis.getAsLong();
    long from = Math.max(now, latestFromMillis() + 1); // so that the latest is one alone
    AddKey.Builder command =
        AddKey.newBuilder()
            .setKey(
                StoredKey.newBuilder()
                    .setKeyId(added.keyId())
                    .setPrivateKey(ByteString.copyFrom(pair.getPrivate().getEncoded()))
                    .setPublicKey(ByteString.copyFrom(publicKey))
                    .setFromMillis(from)
                    .setUntilMillis(from + LIFE.toMillis() + CapabilityToken.MAX_LIFE_MILLIS))
            .setEarlierUntilMillis(now + CapabilityToken.MAX_LIFE_MILLIS);
    CompletableFuture<Signer> adding = new CompletableFuture<>();
    underWay = adding;
    commands
        .submit(Command.newBuilder().setAddKey(command))
        .whenComplete(
            (outcome, failure) -> {
              underWay = null;
              if (failure == null) {
                signer = added;
                adding.complete(added);
              } else {
                adding.completeExceptionally(failure);
              }
            });
    return adding;
  }

  private long latestFromMillis() {
    return view.keys().stream().mapToLong(SigningKey::fromMillis).max().orElse(0);
  }

  private static KeyPair newPair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no Ed25519", e);
    }
  }

  /** Null if it can't be read: another one will do. */
  private static @Nullable Signer read(SigningKey key) {
    try {
      return new Signer(
          key.keyId(),
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new PKCS8EncodedKeySpec(key.privateKey().toByteArray())));
    } catch (GeneralSecurityException e) {
      return null;
    }
  }
}
