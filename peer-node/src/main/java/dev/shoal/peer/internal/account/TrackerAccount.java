package dev.shoal.peer.internal.account;

import com.google.protobuf.ByteString;
import dev.shoal.peer.Account;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.peer.internal.tracker.TrackerFailures;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.wire.ChangePassword;
import dev.shoal.protocol.wire.CreateUser;
import dev.shoal.protocol.wire.LoggedIn;
import dev.shoal.protocol.wire.Login;
import dev.shoal.protocol.wire.Logout;
import dev.shoal.transport.Connection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The account of a node that has trackers. Nothing secret is sent but over TLS. */
public final class TrackerAccount implements Account {
  private static final Logger log = LoggerFactory.getLogger(TrackerAccount.class);

  private final TrackerClient tracker;
  private final PasswordRequests requests;
  private final NodeLogin login;
  private final Set<String> trackerNames;

  /**
   * @param login that of the tracker client
   * @param trackerNames all of them
   */
  public TrackerAccount(TrackerClient tracker, NodeLogin login, List<String> trackerNames) {
    this.tracker = tracker;
    this.requests = new PasswordRequests(tracker);
    this.login = login;
    this.trackerNames = Set.copyOf(trackerNames);
  }

  @Override
  public CompletableFuture<Void> create(String user, char[] password, @Nullable String code) {
    return Explained.about(
        user,
        "user",
        () ->
            requests.with(
                encoded ->
                    requests.onTls(
                        connection -> {
                          CreateUser.Builder header =
                              CreateUser.newBuilder()
                                  .setUser(user)
                                  .setPasswordBytes(encoded.get(0).bytes());
                          if (code != null) {
                            header.setCode(code);
                          }
                          return PasswordRequests.done(
                              connection, FrameKind.CREATE_USER, header.build());
                        }),
                password));
  }

  @Override
  public CompletableFuture<String> login(String user, char[] password) {
    return Explained.about(
        user,
        "user",
        () ->
            requests.with(
                encoded ->
                    requests
                        .onTls(
                            connection -> {
                              Login header =
                                  Login.newBuilder()
                                      .setUser(user)
                                      .setPasswordBytes(encoded.get(0).bytes())
                                      .build();
                              return connection
                                  .request(FrameKind.LOGIN, header)
                                  .thenCompose(answer -> began(connection, (LoggedIn) answer));
                            })
                        .thenCompose(name -> tracker.loginChanged().thenApply(done -> name)),
                password));
  }

  @Override
  public CompletableFuture<Void> logout(boolean everywhere) {
    Logout header = Logout.newBuilder().setEverywhere(everywhere).build();
    return Explained.of(
        requests
            .onTls(
                connection ->
                    PasswordRequests.done(connection, FrameKind.LOGOUT, header)
                        .handle((done, failure) -> endedAt(connection, failure))
                        .thenCompose(result -> result))
            .exceptionallyCompose(failure -> endedApart(everywhere, failure)));
  }

  @Override
  public CompletableFuture<Void> changePassword(char[] oldPassword, char[] newPassword) {
    return requests.with(
        encoded ->
            requests.onTls(
                connection ->
                    PasswordRequests.done(
                        connection,
                        FrameKind.CHANGE_PASSWORD,
                        ChangePassword.newBuilder()
                            .setOldPasswordBytes(encoded.get(0).bytes())
                            .setNewPasswordBytes(encoded.get(1).bytes())
                            .build())),
        oldPassword,
        newPassword);
  }

  @Override
  public CompletableFuture<Optional<String>> refresh() {
    return Explained.of(
        tracker
            .onConnection(login::refresh)
            .thenCompose(done -> tracker.loginChanged())
            .thenApply(done -> login.user()));
  }

  @Override
  public Optional<String> user() {
    return login.user();
  }

  private CompletableFuture<String> began(Connection connection, LoggedIn answer) {
    ByteString token = answer.getToken();
    if (token.size() != SavedLogin.TOKEN_BYTES) {
      return CompletableFuture.failedFuture(
          new ShoalException("the tracker's answer to the login makes no sense", null));
    }
    String name = PlainText.of(answer.getUser());
    SavedLogin saved = new SavedLogin(tracker.status().tracker(), name, token);
    return login.began(peer(connection), saved).thenApply(done -> name);
  }

  /** Whatever the tracker says, the login is not used here any more. */
  private CompletableFuture<Void> endedAt(Connection connection, @Nullable Throwable failure) {
    return login
        .ended(peer(connection))
        .thenCompose(
            done ->
                failure == null
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(failure));
  }

  /**
   * A login that the tracker was not told of lasts there until it expires, of no use to anybody.
   */
  private CompletableFuture<Void> endedApart(boolean everywhere, Throwable failure) {
    ShoalException cause = TrackerFailures.explain(failure);
    return login
        .ended(trackerNames)
        .thenCompose(
            done -> {
              if (everywhere || !(cause instanceof UnreachableException)) {
                return CompletableFuture.failedFuture(cause);
              }
              log.warn("logged out here; {}", cause.getMessage());
              return CompletableFuture.completedFuture(null);
            });
  }

  private static PeerId peer(Connection connection) {
    return connection.authenticatedPeer().orElseThrow();
  }
}
