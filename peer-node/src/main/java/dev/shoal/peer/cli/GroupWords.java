package dev.shoal.peer.cli;

import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.GroupInfo;
import dev.shoal.peer.GroupMember;
import dev.shoal.peer.UserInfo;
import dev.shoal.protocol.PlainText;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Names at the tracker that a word of a command may become. */
final class GroupWords implements Completion.Names {
  /** Whoever presses a key does not wait longer. */
  private static final long PATIENCE_MILLIS = 700;

  private final NodeLease node;

  GroupWords(NodeLease node) {
    this.node = node;
  }

  @Override
  public List<String> groups() {
    return soon(node.groups().list(), GroupInfo::name);
  }

  @Override
  public List<String> files(String group) {
    return soon(node.groups().files(group), GroupFileInfo::name);
  }

  @Override
  public List<String> users(String group) {
    return soon(node.groups().members(group), GroupMember::user);
  }

  @Override
  public List<String> requesters(String group) {
    return soon(node.groups().requests(group), GroupMember::user);
  }

  @Override
  public List<String> accounts() {
    return soon(node.administration().users(), UserInfo::name);
  }

  /** None that a terminal could not show as it is. */
  private static <T> List<String> soon(
      CompletableFuture<List<T>> entries, Function<T, String> name) {
    try {
      return entries.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).stream()
          .map(name)
          .filter(each -> PlainText.of(each).equals(each))
          .toList();
    } catch (ExecutionException | TimeoutException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
