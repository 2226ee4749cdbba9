package dev.shoal.peer.internal.access;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.peer.AccessPolicy;
import dev.shoal.peer.internal.tracker.TrackerVisit;
import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.VerificationKeys;
import dev.shoal.protocol.wire.KeySet;
import dev.shoal.protocol.wire.VerificationKey;
import dev.shoal.transport.TransportException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPublicKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A tracker whose answers, key and clock are a test's, and what a node makes of it. */
public final class FakeTracker implements TrackerQuestions {
  /** Its time when a test begins, Unix milliseconds. */
  public static final long START_MILLIS = 1_700_000_000_000L;

  /** Its key's id. */
  public static final int KEY = 7;

  /** What it is asked, in order. */
  public final List<MessageLite> asked = new ArrayList<>();

  private final Queue<Object> answers = new ArrayDeque<>();
  private final KeyPair key = newKey();
  private long nanos = 123;

  /** Its clock, as the node knows it. */
  public final ClockOffset clock = new ClockOffset(this::nanos);

  /** Who it is; a test may put another one in its place, or none. */
  public Optional<TrackerVisit> self = Optional.of(new TrackerVisit("home:7070", 0));

  /** Who is logged in on the node. */
  public Optional<String> user = Optional.of("ann");

  /** Which tracker knows which group. */
  public final KnownGroups known = new KnownGroups();

  /** What the node knows of epochs. */
  public final GroupEpochs epochs = new GroupEpochs();

  /** The node's copy of its keys: none before they are asked for. */
  public final TrackerKeys keys = new TrackerKeys(clock, known, this::nanos);

  /** Ready for questions. */
  public FakeTracker() {
    known.connect(() -> self);
  }

  /** Time of the node, which is the test's. */
  public long nanos() {
    return nanos;
  }

  /** Its own time. */
  public long millis() {
    return START_MILLIS + TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  /** Time passes. */
  public void pass(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Has the node know its keys and its clock. */
  public FakeTracker known() {
    keys.connect(this);
    answers(keySet());
    keys.refresh().join();
    return this;
  }

  /** Another tracker of the node's is used from now on. */
  public void isReplaced() {
    self = Optional.of(new TrackerVisit("other:7070", 1));
  }

  /** It has shown that it knows a group. */
  public void finds(GroupId group) {
    known.confirmed(group, self);
  }

  /** Its keys, as it publishes them. */
  public KeySet keySet() {
    return KeySet.newBuilder()
        .addKeys(
            VerificationKey.newBuilder()
                .setKeyId(KEY)
                .setPublicKey(
                    ByteString.copyFrom(VerificationKeys.toBytes((EdECPublicKey) key.getPublic())))
                .setUntilMillis(START_MILLIS + TimeUnit.DAYS.toMillis(1)))
        .setNowMillis(millis())
        .build();
  }

  /** What it answers next: a message, or an error code to refuse with. */
  public void answers(Object answer) {
    answers.add(answer);
  }

  /** A token of five minutes from now. */
  public CapabilityToken token(GroupId group, PeerId holder, long epoch, @Nullable FileId file) {
    long now = millis();
    return new CapabilityToken(
        KEY, CapabilityToken.FETCH, now, now + 300_000, epoch, group, holder, file);
  }

  /** A token as it travels. */
  public ByteString signed(CapabilityToken token) {
    return ByteString.copyFrom(token.sign(key.getPrivate()));
  }

  /** Judges who asks the node, with the application's consent. */
  public Admission admission() {
    return new Admission(keys, clock, epochs, AccessPolicy.everybody(), Runnable::run);
  }

  /** Grants of a stranger on a plain connection. */
  public Grants grants() {
    return grants(AccessPolicy.everybody());
  }

  /** Grants of a stranger on a plain connection, where the application has a say. */
  public Grants grants(AccessPolicy policy) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    return new Grants(new AccessPolicy.Asker(address, Optional.empty()), policy, clock, epochs);
  }

  /** A group's id. */
  public static GroupId group(int number) {
    byte[] id = new byte[GroupId.LENGTH];
    Arrays.fill(id, (byte) number);
    return GroupId.fromBytes(id);
  }

  /** A peer's id. */
  public static PeerId peer(int number) {
    byte[] id = new byte[PeerId.LENGTH];
    Arrays.fill(id, (byte) number);
    return PeerId.fromBytes(id);
  }

  /** A file's id. */
  public static FileId file(int number) {
    return FileId.of(new byte[FileId.LENGTH], number);
  }

  @Override
  public <T extends MessageLite> CompletableFuture<T> ask(
      FrameKind kind, MessageLite header, Class<T> answer) {
    asked.add(header);
    Object next = answers.remove();
    if (next instanceof CompletableFuture<?> later) {
      return later.thenApply(answer::cast);
    }
    return next instanceof ErrorCode code
        ? CompletableFuture.failedFuture(new TransportException.Remote(code, "no"))
        : CompletableFuture.completedFuture(answer.cast(next));
  }

  private static KeyPair newKey() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
