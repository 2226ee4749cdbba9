package dev.shoal.peer.internal.account;

import com.google.protobuf.ByteString;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.internal.tracker.SessionLogin;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.wire.Authenticate;
import dev.shoal.protocol.wire.Authenticated;
import dev.shoal.protocol.wire.Logout;
import dev.shoal.transport.Connection;
import dev.shoal.transport.TransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's logins, one for each tracker, as they are on disk: shared with every other node of
 * the same data directory, so each connection is logged in with what is there at that moment.
 * Thread-safe.
 */
public final class NodeLogin implements SessionLogin {
  private static final Logger log = LoggerFactory.getLogger(NodeLogin.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final LoginFiles files;
  private final Executor workers;
  private volatile @Nullable String user;

  /**
   * @param dataDirectory where logins are kept
   * @param workers read and write them
   */
  public NodeLogin(Path dataDirectory, Executor workers) {
    this.files = new LoginFiles(dataDirectory);
    this.workers = workers;
  }

  /** Who is logged in, as far as is known. */
  Optional<String> user() {
    return Optional.ofNullable(user);
  }

  @Override
  public CompletableFuture<Boolean> logIn(Connection connection) {
    PeerId tracker = connection.authenticatedPeer().orElse(null);
    if (tracker == null) {
      return CompletableFuture.completedFuture(false);
    }
    return CompletableFuture.supplyAsync(() -> read(tracker), workers)
        .thenCompose(
            saved ->
                saved
                    .map(login -> authenticate(connection, tracker, login))
                    .orElseGet(
                        () -> {
                          user = null;
                          return CompletableFuture.completedFuture(false);
                        }));
  }

  /**
   * Logs a connection in with what is on disk now. A login that is there no longer was ended by
   * another node of the directory, which may not have reached the tracker: so it is told here.
   */
  CompletableFuture<Void> refresh(Connection connection) {
    PeerId tracker = connection.authenticatedPeer().orElse(null);
    if (tracker == null) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.supplyAsync(() -> readable(tracker), workers)
        .thenCompose(
            saved ->
                saved
                    .map(login -> authenticate(connection, tracker, login))
                    .orElseGet(() -> logOut(connection)))
        .thenApply(loggedIn -> null);
  }

  private CompletableFuture<Boolean> logOut(Connection connection) {
    if (user == null) {
      return CompletableFuture.completedFuture(false);
    }
    user = null;
    return connection
        .request(FrameKind.LOGOUT, Logout.getDefaultInstance(), TIMEOUT)
        .handle((answer, overAlready) -> false);
  }

  /** Keeps a login and is that user from now on. */
  CompletableFuture<Void> began(PeerId tracker, SavedLogin login) {
    user = login.user();
    return blocking(() -> files.write(tracker, login));
  }

  /** Forgets the login at a tracker. */
  CompletableFuture<Void> ended(PeerId tracker) {
    user = null;
    return blocking(() -> files.delete(tracker));
  }

  /** Forgets the logins at trackers of these names, none of which can be asked who it is. */
  CompletableFuture<Void> ended(Set<String> trackers) {
    user = null;
    return blocking(() -> files.deleteAll(trackers));
  }

  private CompletableFuture<Boolean> authenticate(
      Connection connection, PeerId tracker, SavedLogin login) {
    Authenticate header = Authenticate.newBuilder().setToken(login.token()).build();
    return connection
        .request(FrameKind.AUTHENTICATE, header, TIMEOUT)
        .handle(
            (answer, failure) -> {
              if (answer instanceof Authenticated authenticated) {
                user = PlainText.of(authenticated.getUser());
                return CompletableFuture.completedFuture(true);
              }
              return refused(tracker, login, failure);
            })
        .thenCompose(result -> result);
  }

  /** Only a clear no ends a login; a tracker that is too busy, say, is asked again next time. */
  private CompletableFuture<Boolean> refused(
      PeerId tracker, SavedLogin login, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    user = null;
    if (!(cause instanceof TransportException.Remote remote)) {
      return CompletableFuture.failedFuture(
          cause == null ? new IllegalStateException("no answer to AUTHENTICATE") : cause);
    }
    if (remote.code() != ErrorCode.DENIED) {
      log.info("not logged in at the tracker {}: {}", login.tracker(), remote.getMessage());
      return CompletableFuture.completedFuture(false);
    }
    log.warn(
        "the login of {} at the tracker {} has ended: log in again",
        PlainText.of(login.user()),
        PlainText.of(login.tracker()));
    ByteString token = login.token();
    return blocking(() -> files.delete(tracker, token)).handle((done, lost) -> false);
  }

  private Optional<SavedLogin> readable(PeerId tracker) {
    try {
      return files.read(tracker);
    } catch (IOException e) {
      throw new CompletionException(
          new StorageException("the login can't be read: " + e.getMessage(), e));
    }
  }

  private Optional<SavedLogin> read(PeerId tracker) {
    try {
      return files.read(tracker);
    } catch (IOException e) {
      log.warn("the login at the tracker {} can't be read: {}", tracker.toText(), e.toString());
      return Optional.empty();
    }
  }

  private CompletableFuture<Void> blocking(FileStep step) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            step.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        workers);
  }

  @FunctionalInterface
  private interface FileStep {
    void run() throws IOException;
  }
}
