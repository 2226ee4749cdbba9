package dev.shoal.peer.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.tracker.TrackerVisit;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.wire.GroupFile;
import dev.shoal.protocol.wire.GroupFileList;
import dev.shoal.protocol.wire.ListGroupFiles;
import dev.shoal.protocol.wire.PublishToGroup;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.PublishedToGroup;
import dev.shoal.protocol.wire.Rejection;
import dev.shoal.protocol.wire.UnpublishFromGroup;
import dev.shoal.protocol.wire.UnpublishedFromGroup;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Enters files in groups' lists, and ends what this node serves there. Thread-safe. */
public final class GroupShares {
  private static final Logger log = LoggerFactory.getLogger(GroupShares.class);

  /** What this node serves. */
  public interface Shelf {
    /** Whether a file is served in a group. */
    boolean isServedIn(GroupId group, FileId fileId);

    /** Serves a file no more in a group. */
    void withdraw(GroupId group, FileId fileId);

    /** Serves nothing more in a group. */
    void withdrawAll(GroupId group);
  }

  private final TrackerQuestions tracker;
  private final GroupEpochs epochs;
  private final KnownGroups known;
  private final Supplier<Optional<String>> user;
  private final Shelf shelf;

  /**
   * @param epochs told by the way
   * @param known told by the way
   * @param user who is logged in, as far as is known
   */
  public GroupShares(
      TrackerQuestions tracker,
      GroupEpochs epochs,
      KnownGroups known,
      Supplier<Optional<String>> user,
      Shelf shelf) {
    this.tracker = tracker;
    this.epochs = epochs;
    this.known = known;
    this.user = user;
    this.shelf = shelf;
  }

  /** A file in the lists of groups, to be taken back if nothing comes of it. */
  public final class Entries {
    private final PublishedFile file;

    /** Names of the groups. */
    private final Map<GroupId, String> groups = new LinkedHashMap<>();

    /** Those in which this user shares the file already, on whatever node. */
    private final Set<String> before = new HashSet<>();

    private Entries(PublishedFile file) {
      this.file = file;
    }

    /** The groups. */
    public Set<GroupId> groups() {
      return Set.copyOf(groups.keySet());
    }

    /** The groups, with their names. */
    public Map<GroupId, String> names() {
      return Map.copyOf(groups);
    }

    /** Takes the file out of the lists, but for those in which this user shared it before. */
    public void takeBack() {
      FileId fileId = FileId.fromBytes(file.getFileId().toByteArray());
      groups.forEach(
          (id, group) -> {
            if (!before.contains(group) && !shelf.isServedIn(id, fileId) && known.isHere(id)) {
              unpublish(group, fileId);
            }
          });
    }
  }

  /**
   * Enters a file in the lists of groups, in all or none of them.
   *
   * @param groups their names
   * @return the entries; fails with a {@link ShoalException} that says which refuses, and why
   */
  public CompletableFuture<Entries> publish(List<String> groups, PublishedFile file) {
    Entries entries = new Entries(file);
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (String group : new LinkedHashSet<>(groups)) {
      all =
          all.thenCompose(done -> isShared(group, file))
              .thenAccept(
                  shared -> {
                    if (shared) {
                      entries.before.add(group);
                    }
                  })
              .thenCompose(asked -> publish(group, file))
              .thenAccept(id -> entries.groups.put(id, group));
    }
    return all.handle(
        (done, failure) -> {
          if (failure != null) {
            entries.takeBack();
            throw new CompletionException(AccessErrors.of(failure));
          }
          return entries;
        });
  }

  /**
   * Finds out which groups have these names.
   *
   * @return fails with a {@link ShoalException} if this node's user does not belong to one of them
   */
  public CompletableFuture<Set<GroupId>> find(List<String> groups) {
    Set<GroupId> found = ConcurrentHashMap.newKeySet();
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (String group : new LinkedHashSet<>(groups)) {
      all = all.thenCompose(done -> find(group)).thenAccept(found::add);
    }
    return all.handle(
        (done, failure) -> {
          if (failure != null) {
            throw new CompletionException(AccessErrors.of(failure));
          }
          return Set.copyOf(found);
        });
  }

  private CompletableFuture<GroupId> find(String group) {
    ListGroupFiles request = ListGroupFiles.newBuilder().setGroup(group).setLimit(1).build();
    return tracker
        .ready()
        .thenCompose(
            ready -> {
              Optional<TrackerVisit> asked = known.here();
              return tracker
                  .ask(FrameKind.LIST_GROUP_FILES, request, GroupFileList.class)
                  .thenApply(answer -> entered(answer.getGroupId(), asked));
            });
  }

  private GroupId entered(ByteString group, Optional<TrackerVisit> asked) {
    GroupId id = GroupId.fromBytes(group.toByteArray());
    try {
      known.found(id, asked);
    } catch (ShoalException e) {
      throw new CompletionException(e);
    }
    return id;
  }

  /** A file was taken out of a group's list, as far as this node's user shares it there. */
  public void unshared(GroupId group, FileId fileId) {
    if (isItsTrackersWord(group)) {
      shelf.withdraw(group, fileId);
    }
  }

  /** This node's user has left a group, or it is no more. */
  public void left(GroupId group) {
    if (isItsTrackersWord(group)) {
      shelf.withdrawAll(group);
    }
  }

  /** The group's id is an answer's, and another tracker may name any. */
  private boolean isItsTrackersWord(GroupId group) {
    return known.isHere(group) || known.isNowhere(group);
  }

  private CompletableFuture<GroupId> publish(String group, PublishedFile file) {
    PublishToGroup request = PublishToGroup.newBuilder().setGroup(group).addFiles(file).build();
    return tracker
        .ready()
        .thenCompose(
            ready -> {
              Optional<TrackerVisit> asked = known.here();
              return tracker
                  .ask(FrameKind.PUBLISH_TO_GROUP, request, PublishedToGroup.class)
                  .thenApply(answer -> published(group, answer, asked));
            });
  }

  private GroupId published(String group, PublishedToGroup answer, Optional<TrackerVisit> asked) {
    if (answer.getRejectionsCount() > 0) {
      throw new CompletionException(rejected(group, answer.getRejections(0)));
    }
    GroupId id = entered(answer.getGroupId(), asked);
    epochs.learned(id, answer.getEpoch());
    return id;
  }

  private static ShoalException rejected(String group, Rejection rejection) {
    return AccessErrors.of(
        ErrorCode.of(rejection.getCode()),
        "the group " + group + " does not take the file: " + rejection.getMessage(),
        null);
  }

  /**
   * Whether the list has the file as shared by this node's user: by another process, say, or on
   * another machine. If that can't be told, it is taken for so, and then stays so.
   */
  private CompletableFuture<Boolean> isShared(String group, PublishedFile file) {
    ListGroupFiles request =
        ListGroupFiles.newBuilder().setGroup(group).setName(file.getName()).build();
    return tracker
        .ask(FrameKind.LIST_GROUP_FILES, request, GroupFileList.class)
        .handle(
            (answer, failure) ->
                failure != null
                    || answer.getFilesList().stream()
                        .filter(listed -> listed.getFileId().equals(file.getFileId()))
                        .anyMatch(this::isOwn));
  }

  private boolean isOwn(GroupFile listed) {
    return listed.getSharersCount() >= Limits.MAX_SHARERS_NAMED
        || listed.getSharersList().stream()
            .map(AccountNames::key)
            .anyMatch(user.get().map(AccountNames::key).orElse("")::equals);
  }

  private void unpublish(String group, FileId fileId) {
    UnpublishFromGroup request =
        UnpublishFromGroup.newBuilder()
            .setGroup(group)
            .setFileId(ByteString.copyFrom(fileId.toBytes()))
            .build();
    tracker
        .ask(FrameKind.UNPUBLISH_FROM_GROUP, request, UnpublishedFromGroup.class)
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                log.warn("{} stays in the list of the group {}", fileId, PlainText.of(group));
              }
            });
  }
}
