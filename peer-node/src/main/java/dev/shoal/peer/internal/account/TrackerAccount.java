package dev.shoal.peer.internal.account;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.peer.Account;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.peer.internal.tracker.TrackerFailures;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ChangePassword;
import dev.shoal.protocol.wire.CreateUser;
import dev.shoal.protocol.wire.LoggedIn;
import dev.shoal.protocol.wire.Login;
import dev.shoal.protocol.wire.Logout;
import dev.shoal.transport.Connection;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The account of a node that has trackers. Nothing secret is sent but over TLS. */
public final class TrackerAccount implements Account {
  private static final Logger log = LoggerFactory.getLogger(TrackerAccount.class);

  private final TrackerClient tracker;
  private final NodeLogin login;
  private final Set<String> trackerNames;

  /**
   * @param login that of the tracker client
   * @param trackerNames all of them
   */
  public TrackerAccount(TrackerClient tracker, NodeLogin login, List<String> trackerNames) {
    this.tracker = tracker;
    this.login = login;
    this.trackerNames = Set.copyOf(trackerNames);
  }

  @Override
  public CompletableFuture<Void> create(String user, char[] password, @Nullable String code) {
    return withSecrets(
        user,
        secrets ->
            onTls(
                connection -> {
                  CreateUser.Builder header =
                      CreateUser.newBuilder()
                          .setUser(user)
                          .setPasswordBytes(secrets.get(0).bytes());
                  if (code != null) {
                    header.setCode(code);
                  }
                  return request(connection, FrameKind.CREATE_USER, header.build());
                }),
        password);
  }

  @Override
  public CompletableFuture<String> login(String user, char[] password) {
    return withSecrets(
        user,
        secrets ->
            onTls(
                    connection -> {
                      Login header =
                          Login.newBuilder()
                              .setUser(user)
                              .setPasswordBytes(secrets.get(0).bytes())
                              .build();
                      return connection
                          .request(FrameKind.LOGIN, header)
                          .thenCompose(answer -> began(connection, (LoggedIn) answer));
                    })
                .thenCompose(name -> tracker.loginChanged().thenApply(done -> name)),
        password);
  }

  @Override
  public CompletableFuture<Void> logout(boolean everywhere) {
    Logout header = Logout.newBuilder().setEverywhere(everywhere).build();
    return explained(
        onTls(
                connection ->
                    request(connection, FrameKind.LOGOUT, header)
                        .handle((done, failure) -> endedAt(connection, failure))
                        .thenCompose(result -> result))
            .exceptionallyCompose(failure -> endedApart(everywhere, failure)));
  }

  @Override
  public CompletableFuture<Void> changePassword(char[] oldPassword, char[] newPassword) {
    return withSecrets(
        null,
        secrets ->
            onTls(
                connection ->
                    request(
                        connection,
                        FrameKind.CHANGE_PASSWORD,
                        ChangePassword.newBuilder()
                            .setOldPasswordBytes(secrets.get(0).bytes())
                            .setNewPasswordBytes(secrets.get(1).bytes())
                            .build())),
        oldPassword,
        newPassword);
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

  private static CompletableFuture<Void> request(
      Connection connection, FrameKind kind, MessageLite header) {
    return connection.request(kind, header).thenApply(answer -> null);
  }

  private <R> CompletableFuture<R> onTls(Function<Connection, CompletableFuture<R>> use) {
    return tracker.onConnection(
        connection ->
            connection.authenticatedPeer().isPresent()
                ? use.apply(connection)
                : CompletableFuture.failedFuture(
                    new DeniedException(
                        "accounts need TLS, which this node is told to do without", null)));
  }

  private static PeerId peer(Connection connection) {
    return connection.authenticatedPeer().orElseThrow();
  }

  /** Does something with passwords, and wipes what was made of them. */
  private static <R> CompletableFuture<R> withSecrets(
      @Nullable String user,
      Function<List<Secret>, CompletableFuture<R>> use,
      char[]... passwords) {
    List<Secret> secrets = new ArrayList<>();
    CompletableFuture<R> result;
    try {
      if (user != null) {
        AccountNames.check(user, "user");
      }
      for (char[] password : passwords) {
        secrets.add(Secret.of(password));
      }
      result = use.apply(secrets);
    } catch (ProtocolException e) {
      result =
          CompletableFuture.failedFuture(new ShoalException(String.valueOf(e.getMessage()), e));
    } catch (ShoalException e) {
      result = CompletableFuture.failedFuture(e);
    }
    return explained(result.whenComplete((done, failure) -> secrets.forEach(Secret::wipe)));
  }

  private static <R> CompletableFuture<R> explained(CompletableFuture<R> result) {
    return result.exceptionallyCompose(
        failure -> {
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          return CompletableFuture.failedFuture(
              cause instanceof UncheckedIOException disk
                  ? new StorageException("the login can't be kept: " + disk.getMessage(), disk)
                  : TrackerFailures.explain(failure));
        });
  }
}
