package dev.shoal.tracker.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.PublishToGroup;
import dev.shoal.protocol.wire.QueryGroup;
import dev.shoal.protocol.wire.RegisterInGroups;
import dev.shoal.tracker.internal.access.LoginView;
import dev.shoal.transport.Connection;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One connection's part in accounts and groups: as whom it is logged in, and what follows. */
final class ConnectedAccess {
  private final TrackerState state;
  private final ConnectedPeer peer;
  private final AccessGate gate;
  private final FailedTries failures = new FailedTries();

  /** Null on a plain connection, which nobody can log in on. */
  private final @Nullable ConnectedAsker asker;

  ConnectedAccess(TrackerState state, ConnectedPeer peer, Connection connection) {
    this.state = state;
    this.peer = peer;
    this.asker =
        connection
            .authenticatedPeer()
            .map(
                proven ->
                    new ConnectedAsker(
                        connection, proven, state.logins(), state.nowMillis(), this::changed))
            .orElse(null);
    this.gate = new AccessGate(state.rules(), asker != null);
  }

  /** What may be asked now. */
  AccessGate gate() {
    return gate;
  }

  /** Whether the peer has proved who it is. */
  boolean isProven() {
    return asker != null;
  }

  /** Whether it is logged in as that account, and has proved to be that peer. */
  boolean speaksFor(String userKey, PeerId who) {
    LoginView login = asker == null ? null : asker.login();
    return asker != null
        && login != null
        && login.userKey().equals(userKey)
        && asker.peer().equals(who);
  }

  /** Answers a request that concerns accounts and groups and may be made. */
  CompletableFuture<? extends MessageLite> serve(FrameKind kind, MessageLite header)
      throws ProtocolException {
    ConnectedAsker who = Objects.requireNonNull(asker, "the gate lets no plain connection pass");
    return switch (kind) {
      case REGISTER_IN_GROUPS ->
          CompletableFuture.completedFuture(
              state
                  .groupRegistrar()
                  .register(peer.lease(), who, login(who), (RegisterInGroups) header));
      case QUERY_GROUP ->
          CompletableFuture.completedFuture(
              state.groupFinder().find(peer, login(who), peer.session(), (QueryGroup) header));
      case PUBLISH_TO_GROUP -> {
        int files = ((PublishToGroup) header).getFilesCount();
        state.publicationRate().take(who.address(), files, state.now());
        yield state.desk().serve(who, kind, header);
      }
      default -> state.desk().serve(who, kind, header);
    };
  }

  /** A request has failed. Where that was too often, the connection ends. */
  void failed(FrameKind kind, ErrorCode reason) {
    if (asker != null && FailedTries.counts(kind, reason) && !failures.isBorne(state.now())) {
      state.desk().cut();
      asker.cut();
    }
  }

  /** It may have expired since the gate was told. */
  private LoginView login(ConnectedAsker who) throws ProtocolException {
    LoginView login = who.login();
    if (login == null) {
      throw gate.refusal();
    }
    return login;
  }

  /** The connection is over. */
  void gone() {
    if (asker != null) {
      asker.gone();
    }
  }

  private void changed() {
    boolean loggedIn = Objects.requireNonNull(asker).login() != null;
    gate.setLoggedIn(loggedIn);
    peer.loginChanged();
  }
}
