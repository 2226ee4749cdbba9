package dev.shoal.peer.internal.account;

import dev.shoal.peer.Administration;
import dev.shoal.peer.UserInfo;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The administration of a node that has no tracker. */
public final class NoAdministration implements Administration {
  @Override
  public CompletableFuture<List<UserInfo>> users() {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Void> delete(String user) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Void> resetPassword(String user, char[] password) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Void> promote(String user) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Void> demote(String user) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Long> rotateKeys() {
    return NoTracker.answer();
  }
}
