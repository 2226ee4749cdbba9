package dev.shoal.peer.internal.account;

import dev.shoal.peer.Administration;
import dev.shoal.peer.UserInfo;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.ChangeUser;
import dev.shoal.protocol.wire.KeysRotated;
import dev.shoal.protocol.wire.ListUsers;
import dev.shoal.protocol.wire.RotateKeys;
import dev.shoal.protocol.wire.UserChanged;
import dev.shoal.protocol.wire.UserEntry;
import dev.shoal.protocol.wire.UserList;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The administration of a node's trackers. Nothing secret is sent but over TLS. Requests about
 * accounts are made one after another: a tracker takes no second one meanwhile. Thread-safe.
 */
public final class TrackerAdministration implements Administration {
  private final TrackerClient tracker;
  private final PasswordRequests requests;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  /** That of the trackers of a client. */
  public TrackerAdministration(TrackerClient tracker) {
    this.tracker = tracker;
    this.requests = new PasswordRequests(tracker);
  }

  @Override
  public CompletableFuture<List<UserInfo>> users() {
    return Explained.of(
        inTurn(
            () ->
                Pages.all(
                    after ->
                        tracker
                            .ask(
                                FrameKind.LIST_USERS,
                                ListUsers.newBuilder().setAfter(after).build(),
                                UserList.class)
                            .thenApply(
                                answer ->
                                    Pages.page(
                                        answer.getUsersList(),
                                        answer.getMore(),
                                        UserEntry::getUser,
                                        TrackerAdministration::user)))));
  }

  @Override
  public CompletableFuture<Void> delete(String user) {
    return change(user, change -> change.setDelete(true));
  }

  @Override
  public CompletableFuture<Void> resetPassword(String user, char[] password) {
    return Explained.about(
        user,
        "user",
        () ->
            requests.with(
                encoded ->
                    inTurn(
                        () ->
                            requests.onTls(
                                connection ->
                                    PasswordRequests.done(
                                        connection,
                                        FrameKind.CHANGE_USER,
                                        ChangeUser.newBuilder()
                                            .setUser(user)
                                            .setResetPasswordBytes(encoded.get(0).bytes())
                                            .build()))),
                password));
  }

  @Override
  public CompletableFuture<Void> promote(String user) {
    return change(user, change -> change.setAdministrator(true));
  }

  @Override
  public CompletableFuture<Void> demote(String user) {
    return change(user, change -> change.setAdministrator(false));
  }

  @Override
  public CompletableFuture<Long> rotateKeys() {
    return Explained.of(
        tracker
            .askOnce(FrameKind.ROTATE_KEYS, RotateKeys.getDefaultInstance(), KeysRotated.class)
            .thenApply(answer -> Integer.toUnsignedLong(answer.getKeyId())));
  }

  /** Asked once: an account that was deleted and is deleted again would not be found. */
  private CompletableFuture<Void> change(String user, UnaryOperator<ChangeUser.Builder> change) {
    return Explained.about(
        user,
        "user",
        () ->
            inTurn(
                () ->
                    tracker
                        .askOnce(
                            FrameKind.CHANGE_USER,
                            change.apply(ChangeUser.newBuilder().setUser(user)).build(),
                            UserChanged.class)
                        .thenApply(done -> null)));
  }

  /** Makes a request when the one before has been answered, whatever that answer was. */
  private synchronized <T> CompletableFuture<T> inTurn(Supplier<CompletableFuture<T>> request) {
    CompletableFuture<T> next = last.handle((done, failure) -> request).thenCompose(Supplier::get);
    last = next;
    return next;
  }

  /** The user of an entry; empty for a name that no user has. */
  private static Optional<UserInfo> user(UserEntry entry) {
    return AccountNames.isValid(entry.getUser())
        ? Optional.of(
            new UserInfo(
                entry.getUser(),
                entry.getAdministrator(),
                Instant.ofEpochMilli(entry.getCreatedMillis()),
                Math.max(0, entry.getOwnedGroups())))
        : Optional.empty();
  }
}
