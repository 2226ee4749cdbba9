package dev.shoal.peer.internal.account;

import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.GroupInfo;
import dev.shoal.peer.GroupMember;
import dev.shoal.peer.GroupRole;
import dev.shoal.peer.Groups;
import dev.shoal.peer.JoinPolicy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The groups of a node that has no tracker. */
public final class NoGroups implements Groups {
  @Override
  public CompletableFuture<Void> create(String group, JoinPolicy policy) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<GroupRole> join(String group, String code) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Void> leave(String group) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Void> accept(String group, String user) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Void> reject(String group, String user) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Void> remove(String group, String user) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Void> delete(String group) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<String> invite(String group) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<List<GroupInfo>> list() {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<List<GroupMember>> members(String group) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<List<GroupMember>> requests(String group) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<List<GroupFileInfo>> files(String group) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Optional<GroupFileInfo>> find(String group, String name) {
    return NoTracker.answer();
  }

  @Override
  public CompletableFuture<Boolean> unshare(String group, String name) {
    return NoTracker.answer();
  }
}
