package dev.shoal.peer.internal.account;

import com.google.protobuf.ByteString;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.access.KnownGroups;
import dev.shoal.peer.internal.tracker.TrackerFailures;
import dev.shoal.peer.internal.tracker.TrackerVisit;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.wire.GroupFile;
import dev.shoal.protocol.wire.GroupFileList;
import dev.shoal.protocol.wire.ListGroupFiles;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks now and then whether groups still list what this node's user shares there: the user may
 * have taken it back by another process, or on another machine. Thread-safe.
 */
public final class GroupListReview {
  /** How often one file is looked for, unless there are too many. */
  static final Duration PERIOD = Duration.ofSeconds(30);

  /** Most files that are looked for at a time. */
  static final int MOST_AT_ONCE = 5;

  private final Function<ListGroupFiles, CompletableFuture<GroupFileList>> tracker;
  private final KnownGroups known;
  private final Supplier<Optional<String>> user;
  private final BiConsumer<GroupId, FileId> onTakenBack;
  private final LongSupplier nanoTime;

  /** The one that is due first comes first. */
  private final Queue<Entry> entries = new ArrayDeque<>();

  private record Entry(GroupId group, String name, SharedFile file, long dueNanos) {}

  /**
   * Nothing is to be looked for yet.
   *
   * @param tracker asks the tracker that is used now, and no other one after it
   * @param known only a group's own tracker is asked, and believed
   * @param user who is logged in, as far as is known
   * @param onTakenBack told what is not to be served any more in which group
   */
  public GroupListReview(
      Function<ListGroupFiles, CompletableFuture<GroupFileList>> tracker,
      KnownGroups known,
      Supplier<Optional<String>> user,
      BiConsumer<GroupId, FileId> onTakenBack,
      LongSupplier nanoTime) {
    this.tracker = tracker;
    this.known = known;
    this.user = user;
    this.onTakenBack = onTakenBack;
    this.nanoTime = nanoTime;
  }

  /** A file is shared in groups of these names, until it is stopped. */
  public void add(Map<GroupId, String> groups, SharedFile file) {
    groups.forEach((group, name) -> add(group, name, file));
  }

  private synchronized void add(GroupId group, String name, SharedFile file) {
    entries.add(new Entry(group, name, file, nanoTime.getAsLong() + PERIOD.toNanos()));
  }

  private void later(Entry entry) {
    add(entry.group(), entry.name(), entry.file());
  }

  /** Looks for what is due. To be called every few seconds. */
  public void look() {
    for (Entry entry : due()) {
      Optional<TrackerVisit> asked = known.here();
      if (user.get().isEmpty() || !known.isHere(entry.group())) {
        later(entry);
      } else {
        look(entry, asked);
      }
    }
  }

  private synchronized List<Entry> due() {
    long now = nanoTime.getAsLong();
    entries.removeIf(entry -> entry.file().stopped().isDone());
    List<Entry> due = new ArrayList<>();
    for (Entry next = entries.peek();
        next != null && next.dueNanos() - now <= 0 && due.size() < MOST_AT_ONCE;
        next = entries.peek()) {
      due.add(entries.remove());
    }
    return due;
  }

  private void look(Entry entry, Optional<TrackerVisit> asked) {
    ListGroupFiles request =
        ListGroupFiles.newBuilder().setGroup(entry.name()).setName(entry.file().name()).build();
    tracker
        .apply(request)
        .whenComplete(
            (answer, failure) -> {
              if (!known.isStill(asked) || !known.isHere(entry.group())) {
                later(entry); // whoever that was
              } else if (failure != null) {
                if (isWorthAnotherTry(TrackerFailures.explain(failure))) {
                  later(entry);
                }
              } else if (isOf(entry.group(), answer)
                  && isTakenBack(answer, entry.file().fileId())) {
                if (!entry.file().stopped().isDone()) {
                  onTakenBack.accept(entry.group(), entry.file().fileId());
                }
              } else {
                later(entry);
              }
            });
  }

  /** Another group may have been given the name. */
  private static boolean isOf(GroupId group, GroupFileList answer) {
    return answer.getGroupId().equals(ByteString.copyFrom(group.toBytes()));
  }

  /** Who does not belong to a group any more is told so in another way. */
  private static boolean isWorthAnotherTry(ShoalException failure) {
    return !(failure instanceof DeniedException || failure instanceof NotFoundException);
  }

  private boolean isTakenBack(GroupFileList answer, FileId fileId) {
    ByteString id = ByteString.copyFrom(fileId.toBytes());
    String own = user.get().map(AccountNames::key).orElse("");
    return !own.isEmpty()
        && answer.getFilesList().stream()
            .filter(file -> file.getFileId().equals(id))
            .noneMatch(file -> mayBeSharedBy(own, file));
  }

  private static boolean mayBeSharedBy(String user, GroupFile file) {
    return file.getSharersCount() >= Limits.MAX_SHARERS_NAMED
        || file.getSharersList().stream().map(AccountNames::key).anyMatch(user::equals);
  }
}
