package dev.shoal.peer;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What administrators of this node's tracker may do with accounts and keys. All of it needs a
 * {@linkplain Account login} of one. Thread-safe.
 *
 * <p>Futures fail with {@link DeniedException} (not logged in, no administrator), {@link
 * NotFoundException} (no such user), {@link ConflictException} (the user owns groups, or is the
 * last administrator), {@link UnreachableException} or {@link ShoalException}. To end somebody's
 * group, delete it as its owner would, by {@link Groups#delete}.
 */
public interface Administration {
  /** All users by name. */
  CompletableFuture<List<UserInfo>> users();

  /** Ends an account, its logins, its memberships, and its part in groups' files. */
  CompletableFuture<Void> delete(String user);

  /**
   * Gives an account another password, and ends all of its logins.
   *
   * @param password sent over TLS only, and not kept; the caller's to wipe once the future is
   *     complete
   */
  CompletableFuture<Void> resetPassword(String user, char[] password);

  /** Makes a user an administrator. */
  CompletableFuture<Void> promote(String user);

  /** Makes an administrator an ordinary user, unless there is no other. */
  CompletableFuture<Void> demote(String user);

  /**
   * Has the tracker sign with another key from now on. What was signed before stays good for as
   * long as it would have.
   *
   * @return the new key's id
   */
  CompletableFuture<Long> rotateKeys();
}
