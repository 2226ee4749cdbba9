package dev.shoal.peer.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.peer.AccessPolicy;
import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.Connection;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Judges the capabilities that are shown to this node, whichever connection they come by.
 * Thread-safe.
 */
public final class Admission {
  /** How far the tracker's clock may seem to have gone back. */
  private static final long TOLERANCE_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final TrackerKeys keys;
  private final ClockOffset clock;
  private final GroupEpochs epochs;
  private final AccessPolicy policy;
  private final Executor workers;

  /**
   * @param policy the application's
   * @param workers for signatures, which take a while
   */
  public Admission(
      TrackerKeys keys,
      ClockOffset clock,
      GroupEpochs epochs,
      AccessPolicy policy,
      Executor workers) {
    this.keys = keys;
    this.clock = clock;
    this.epochs = epochs;
    this.policy = policy;
    this.workers = workers;
  }

  /** The grants of a new connection: none. */
  Grants grants(Connection connection) {
    AccessPolicy.Asker asker =
        new AccessPolicy.Asker(connection.remoteAddress(), connection.authenticatedPeer());
    return new Grants(asker, policy, clock, epochs);
  }

  /** The grants of whoever asks in a way in which nothing can be proved: what everybody has. */
  public Grants grants(InetSocketAddress stranger) {
    AccessPolicy.Asker asker = new AccessPolicy.Asker(stranger, Optional.empty());
    return new Grants(asker, policy, clock, epochs);
  }

  GroupEpochs epochs() {
    return epochs;
  }

  ClockOffset clock() {
    return clock;
  }

  /**
   * Verifies a capability, with the tracker's newest keys if need be.
   *
   * @param asker who has shown it, and has proved who it is
   * @return fails with a {@link ProtocolException} that says why it is good for nothing
   */
  CompletableFuture<CapabilityToken> judge(ByteString shown, PeerId asker) {
    byte[] bytes = shown.toByteArray();
    try {
      CapabilityToken claimed = CapabilityToken.read(bytes);
      CompletableFuture<Void> ready =
          keys.of(claimed.group()).find(claimed.keyId()).isPresent()
              ? CompletableFuture.completedFuture(null)
              : keys.refresh();
      return ready.thenApplyAsync(done -> verified(bytes, claimed.group(), asker), workers);
    } catch (ProtocolException e) {
      return CompletableFuture.failedFuture(e);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new ProtocolException(ErrorCode.SHUTTING_DOWN, "the node is closing", e));
    }
  }

  private CapabilityToken verified(byte[] bytes, GroupId group, PeerId asker) {
    try {
      CapabilityToken token = CapabilityToken.verify(bytes, keys.of(group));
      check(token, asker);
      return token;
    } catch (ProtocolException e) {
      throw new CompletionException(e);
    }
  }

  private void check(CapabilityToken token, PeerId asker) throws ProtocolException {
    long now = clock.nowMillis();
    if (!token.holder().equals(asker)) {
      throw denied("the capability is another node's");
    }
    if (now >= token.expiresMillis()) {
      throw denied("the capability has expired");
    }
    if (token.issuedMillis() - now > TOLERANCE_MILLIS) {
      throw denied("the capability is not good yet");
    }
    epochs.learned(token.group(), token.epoch());
    if (!epochs.isCurrent(token.group(), token.epoch())) {
      throw denied("somebody has left the group since the capability was made");
    }
  }

  private static ProtocolException denied(String message) {
    return new ProtocolException(ErrorCode.DENIED, message);
  }
}
