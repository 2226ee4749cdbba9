package dev.shoal.peer.cli;

import dev.shoal.peer.Account;
import dev.shoal.peer.Administration;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.GroupInfo;
import dev.shoal.peer.GroupMember;
import dev.shoal.peer.GroupRole;
import dev.shoal.peer.Groups;
import dev.shoal.peer.JoinPolicy;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** A node that writes down what it is asked for, and answers what a test has prepared. */
@Command
final class FakeNode implements NodeSource, NodeLease {
  /** What it was asked for, in words. */
  final List<String> asked = new ArrayList<>();

  /** The answer to whatever comes next, if anything. */
  @Nullable ShoalException failure;

  @Nullable String user;
  GroupRole role = GroupRole.MEMBER;
  List<GroupInfo> groups = List.of();
  List<GroupMember> members = List.of();
  List<GroupFileInfo> files = List.of();
  List<UserInfo> users = List.of();
  boolean gone = true;
  final Session session = new Session();

  private <T> CompletableFuture<T> answer(T answer, Object... words) {
    return done(words).thenApply(nothing -> answer);
  }

  private CompletableFuture<Void> done(Object... words) {
    asked.add(Stream.of(words).map(Object::toString).collect(Collectors.joining(" ")));
    return failure == null
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(failure);
  }

  @Override
  public NodeLease open() {
    return this;
  }

  @Override
  public PeerNode node() {
    throw new UnsupportedOperationException("no files are moved here");
  }

  @Override
  public Optional<Session> session() {
    return Optional.of(session);
  }

  @Override
  public void close() {}

  @Override
  public Account account() {
    return new Account() {
      @Override
      public CompletableFuture<Void> create(String name, char[] password, @Nullable String code) {
        return done(
            "create user", name, new String(password), "with", code == null ? "no code" : code);
      }

      @Override
      public CompletableFuture<String> login(String name, char[] password) {
        return answer(name, "login", name, new String(password));
      }

      @Override
      public CompletableFuture<Void> logout(boolean everywhere) {
        return done("logout", everywhere ? "everywhere" : "here");
      }

      @Override
      public CompletableFuture<Void> changePassword(char[] oldPassword, char[] newPassword) {
        return done("passwd", new String(oldPassword), new String(newPassword));
      }

      @Override
      public CompletableFuture<Optional<String>> refresh() {
        return answer(user(), "refresh");
      }

      @Override
      public Optional<String> user() {
        return Optional.ofNullable(user);
      }
    };
  }

  @Override
  public Administration administration() {
    return new Administration() {
      @Override
      public CompletableFuture<List<UserInfo>> users() {
        return answer(users, "users");
      }

      @Override
      public CompletableFuture<Void> delete(String name) {
        return done("delete user", name);
      }

      @Override
      public CompletableFuture<Void> resetPassword(String name, char[] password) {
        return done("reset password", name, new String(password));
      }

      @Override
      public CompletableFuture<Void> promote(String name) {
        return done("promote", name);
      }

      @Override
      public CompletableFuture<Void> demote(String name) {
        return done("demote", name);
      }

      @Override
      public CompletableFuture<Long> rotateKeys() {
        return answer(4_000_000_000L, "rotate keys");
      }
    };
  }

  @Override
  public Groups groups() {
    return new Groups() {
      @Override
      public CompletableFuture<Void> create(String group, JoinPolicy policy) {
        return done("create group", group, policy);
      }

      @Override
      public CompletableFuture<GroupRole> join(String group, String code) {
        return answer(role, "join", group, code);
      }

      @Override
      public CompletableFuture<Void> leave(String group) {
        return done("leave", group);
      }

      @Override
      public CompletableFuture<Void> accept(String group, String user) {
        return done("accept", group, user);
      }

      @Override
      public CompletableFuture<Void> reject(String group, String user) {
        return done("reject", group, user);
      }

      @Override
      public CompletableFuture<Void> remove(String group, String user) {
        return done("remove", group, user);
      }

      @Override
      public CompletableFuture<Void> delete(String group) {
        return done("delete", group);
      }

      @Override
      public CompletableFuture<String> invite(String group) {
        return answer("ABCD-EFGH", "invite", group);
      }

      @Override
      public CompletableFuture<List<GroupInfo>> list() {
        return answer(groups, "list");
      }

      @Override
      public CompletableFuture<List<GroupMember>> members(String group) {
        return answer(members, "members", group);
      }

      @Override
      public CompletableFuture<List<GroupMember>> requests(String group) {
        return answer(members, "requests", group);
      }

      @Override
      public CompletableFuture<List<GroupFileInfo>> files(String group) {
        return answer(files, "files", group);
      }

      @Override
      public CompletableFuture<Optional<GroupFileInfo>> find(String group, String name) {
        return answer(
            files.stream().filter(file -> file.name().equals(name)).findFirst(),
            "find",
            group,
            name);
      }

      @Override
      public CompletableFuture<Boolean> unshare(String group, String name) {
        return answer(gone, "unshare", group, name);
      }
    };
  }
}
