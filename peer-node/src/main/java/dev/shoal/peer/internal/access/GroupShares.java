package dev.shoal.peer.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.peer.ShoalException;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.PublishToGroup;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.PublishedToGroup;
import dev.shoal.protocol.wire.Rejection;
import dev.shoal.protocol.wire.UnpublishFromGroup;
import dev.shoal.protocol.wire.UnpublishedFromGroup;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
  private final Shelf shelf;

  /**
   * @param epochs told by the way
   */
  public GroupShares(TrackerQuestions tracker, GroupEpochs epochs, Shelf shelf) {
    this.tracker = tracker;
    this.epochs = epochs;
    this.shelf = shelf;
  }

  /**
   * Enters a file in the lists of groups, in all or none of them.
   *
   * @param groups their names
   * @return the groups; fails with a {@link ShoalException} that says which refuses, and why
   */
  public CompletableFuture<Set<GroupId>> publish(List<String> groups, PublishedFile file) {
    Map<GroupId, String> entered = new LinkedHashMap<>();
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (String group : new LinkedHashSet<>(groups)) {
      all = all.thenCompose(done -> publish(group, file)).thenAccept(id -> entered.put(id, group));
    }
    return all.handle(
        (done, failure) -> {
          if (failure != null) {
            takeBack(entered, file);
            throw new CompletionException(AccessErrors.of(failure));
          }
          return Set.copyOf(entered.keySet());
        });
  }

  /** A file was taken out of a group's list, as far as this node's user shares it there. */
  public void unshared(GroupId group, FileId fileId) {
    shelf.withdraw(group, fileId);
  }

  /** This node's user has left a group, or it is no more. */
  public void left(GroupId group) {
    shelf.withdrawAll(group);
  }

  private CompletableFuture<GroupId> publish(String group, PublishedFile file) {
    PublishToGroup request = PublishToGroup.newBuilder().setGroup(group).addFiles(file).build();
    return tracker
        .ask(FrameKind.PUBLISH_TO_GROUP, request, PublishedToGroup.class)
        .thenApply(
            answer -> {
              if (answer.getRejectionsCount() > 0) {
                throw new CompletionException(rejected(group, answer.getRejections(0)));
              }
              GroupId id = GroupId.fromBytes(answer.getGroupId().toByteArray());
              epochs.learned(id, answer.getEpoch());
              return id;
            });
  }

  private static ShoalException rejected(String group, Rejection rejection) {
    return AccessErrors.of(
        ErrorCode.of(rejection.getCode()),
        "the group " + group + " does not take the file: " + rejection.getMessage(),
        null);
  }

  /** What one group took is of no use when another one refuses, unless it was there before. */
  private void takeBack(Map<GroupId, String> entered, PublishedFile file) {
    FileId fileId = FileId.fromBytes(file.getFileId().toByteArray());
    entered.forEach(
        (id, group) -> {
          if (!shelf.isServedIn(id, fileId)) {
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
                        log.warn("{} stays in the list of the group {}", fileId, id);
                      }
                    });
          }
        });
  }
}
