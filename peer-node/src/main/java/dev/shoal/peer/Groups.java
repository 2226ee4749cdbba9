package dev.shoal.peer;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Groups of users at this node's tracker, and the files that only their members see. All of it
 * needs a {@linkplain Account login}. Thread-safe.
 *
 * <p>Futures fail with {@link DeniedException} (not logged in, no member, not the owner), {@link
 * NotFoundException} (no such group, member or file, or none that one may know of), {@link
 * ConflictException} (the name is taken, say) or {@link UnreachableException}.
 */
public interface Groups {
  /** Makes a group and becomes its owner. */
  CompletableFuture<Void> create(String group, JoinPolicy policy);

  /**
   * Joins a group, or asks to.
   *
   * @param code the invitation; empty where none is needed
   * @return {@link GroupRole#REQUESTED} if the owner has to accept first
   */
  CompletableFuture<GroupRole> join(String group, String code);

  /** Leaves a group. What this user shares in it, and nobody else, leaves its list. */
  CompletableFuture<Void> leave(String group);

  /** Owner: takes in who asked to join. */
  CompletableFuture<Void> accept(String group, String user);

  /** Owner: turns down who asked to join. */
  CompletableFuture<Void> reject(String group, String user);

  /** Owner: puts a member out. */
  CompletableFuture<Void> remove(String group, String user);

  /**
   * Owner, or an administrator: ends the group. Its list of files goes with it; the files stay
   * where they are.
   */
  CompletableFuture<Void> delete(String group);

  /** Owner: makes an invitation code. The one before is good no more. */
  CompletableFuture<String> invite(String group);

  /**
   * The groups that one may see: all but those by invitation that one does not belong to, which
   * administrators see all the same.
   */
  CompletableFuture<List<GroupInfo>> list();

  /** Who belongs to a group; for members. */
  CompletableFuture<List<GroupMember>> members(String group);

  /** Owner: who asked to join. */
  CompletableFuture<List<GroupMember>> requests(String group);

  /** A group's files by name; for members. */
  CompletableFuture<List<GroupFileInfo>> files(String group);

  /** The file of that name in a group; for members. */
  CompletableFuture<Optional<GroupFileInfo>> find(String group, String name);

  /**
   * Takes this user's part in a file of a group back. This node serves it there no more; others of
   * this user notice it within a minute, or later if they share many files.
   *
   * @return whether it has left the group's list, nobody else sharing it there
   */
  CompletableFuture<Boolean> unshare(String group, String name);
}
