package dev.shoal.peer;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * This node's login at its tracker. It lasts beyond the node, in its data directory, until it
 * expires or is ended. Thread-safe.
 *
 * <p>Futures fail with {@link DeniedException} (wrong name or password, not allowed), {@link
 * NotFoundException}, {@link UnreachableException} (no tracker, or too busy) or {@link
 * ShoalException}. Passwords are sent over TLS only, and are not kept; arrays are the caller's to
 * wipe once the future is complete.
 */
public interface Account {
  /**
   * Makes an account. Does not log in.
   *
   * @param code the one-time code that a new tracker prints, for its first administrator; null for
   *     everybody else
   */
  CompletableFuture<Void> create(String user, char[] password, @Nullable String code);

  /** Logs in, in place of the login there was. Completes with the user's name as written. */
  CompletableFuture<String> login(String user, char[] password);

  /**
   * Logs out, here for good even when the tracker can't be told.
   *
   * @param everywhere every login of the account, on whatever node
   */
  CompletableFuture<Void> logout(boolean everywhere);

  /** Changes the password of who is logged in, and ends all other logins. */
  CompletableFuture<Void> changePassword(char[] oldPassword, char[] newPassword);

  /**
   * Takes up the login that the data directory has now, or logs out here if it has none any more:
   * another node with the same directory may have logged in or out. Whatever was refused for want
   * of a login is tried again.
   *
   * @return completes with who is logged in; fails with {@link UnreachableException} if no tracker
   *     can be asked now, and then the next connection takes up what there is
   */
  CompletableFuture<Optional<String>> refresh();

  /** Who is logged in, as far as is known without asking. */
  Optional<String> user();
}
