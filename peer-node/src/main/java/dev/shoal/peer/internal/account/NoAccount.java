package dev.shoal.peer.internal.account;

import dev.shoal.peer.Account;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The account of a node that has no tracker. */
public final class NoAccount implements Account {
  @Override
  public CompletableFuture<Void> create(String user, char[] password, @Nullable String code) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<String> login(String user, char[] password) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Void> logout(boolean everywhere) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Void> changePassword(char[] oldPassword, char[] newPassword) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Optional<String>> refresh() {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public Optional<String> user() {
    return Optional.empty();
  }
}
