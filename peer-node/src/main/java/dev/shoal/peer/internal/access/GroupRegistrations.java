package dev.shoal.peer.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.peer.internal.schedule.Backoff;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.GroupRegistration;
import dev.shoal.protocol.wire.RegisterInGroups;
import dev.shoal.protocol.wire.RegisteredInGroups;
import dev.shoal.transport.TransportException;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the tracker what this node holds of files of groups, one step at a time, and all of it
 * again with every session. Thread-safe: state belongs to one event loop.
 */
public final class GroupRegistrations {
  private static final Logger log = LoggerFactory.getLogger(GroupRegistrations.class);

  /** Most registrations in one request, which names one group. */
  private static final int MOST_AT_ONCE = 1000;

  private final EventLoop loop;
  private final TrackerQuestions tracker;
  private final TrackerKeys keys;
  private final Consumer<GroupId> onForgotten;
  private final Backoff busy = new Backoff(new SplittableRandom());

  /** What is held, and whether all of it. */
  private final Map<GroupId, Map<FileId, Boolean>> held = new HashMap<>();

  /** What the tracker has not heard of yet. */
  private final Map<GroupId, Map<FileId, Change>> untold = new LinkedHashMap<>();

  private boolean telling;

  /** Whether the tracker is to forget what it was told before, and whether that is anything. */
  private boolean anew;

  private boolean spoken;

  private record Change(GroupRegistration registration, CompletableFuture<Void> told) {}

  /**
   * Nothing yet.
   *
   * @param loop owns the state
   * @param keys asked for as soon as there is anything for which they may be needed
   * @param onForgotten told of each group that the tracker does not know this node's user in; on
   *     the loop
   */
  public GroupRegistrations(
      EventLoop loop, TrackerQuestions tracker, TrackerKeys keys, Consumer<GroupId> onForgotten) {
    this.loop = loop;
    this.keys = keys;
    this.tracker = tracker;
    this.onForgotten = onForgotten;
  }

  /**
   * A file of a group is held from now on.
   *
   * @param complete whether all of it
   * @return completes when the tracker knows; fails if it can't be told now
   */
  public CompletableFuture<Void> hold(GroupId group, FileId fileId, boolean complete) {
    CompletableFuture<Void> told = new CompletableFuture<>();
    if (!keys.areUsed()) {
      keys.refresh();
    }
    loop.execute(
        () -> {
          held.computeIfAbsent(group, id -> new LinkedHashMap<>()).put(fileId, complete);
          change(group, fileId, registration(group, fileId).setComplete(complete).build(), told);
          tell();
        });
    return told;
  }

  /** A file of a group is held no more. */
  public void release(GroupId group, FileId fileId) {
    loop.execute(
        () -> {
          Map<FileId, Boolean> files = held.get(group);
          if (files != null && files.remove(fileId) != null) {
            held.values().removeIf(Map::isEmpty);
            change(
                group,
                fileId,
                registration(group, fileId).setGone(true).build(),
                new CompletableFuture<>());
            tell();
          }
        });
  }

  /** There is a new session with the tracker, or another user is logged in. */
  public void startAnew() {
    loop.execute(
        () -> {
          anew = true;
          held.keySet().forEach(this::everythingOf);
          tell();
        });
  }

  /** Something has changed about a group: finds out whether this node still belongs to it. */
  public void again(GroupId group) {
    loop.execute(
        () -> {
          everythingOf(group);
          tell();
        });
  }

  private void everythingOf(GroupId group) {
    held.getOrDefault(group, Map.of())
        .forEach(
            (fileId, complete) ->
                change(
                    group,
                    fileId,
                    registration(group, fileId).setComplete(complete).build(),
                    new CompletableFuture<>()));
  }

  /** Takes the place of what was to be told of the file before; who waits for that waits on. */
  private void change(
      GroupId group, FileId fileId, GroupRegistration registration, CompletableFuture<Void> told) {
    Change before =
        untold
            .computeIfAbsent(group, id -> new LinkedHashMap<>())
            .put(fileId, new Change(registration, told));
    if (before != null) {
      told.whenComplete((done, failure) -> settle(before.told(), failure));
    }
  }

  private void tell() {
    if (telling || (untold.isEmpty() && !(anew && spoken))) {
      return;
    }
    telling = true;
    spoken = true;
    boolean reset = anew;
    GroupId group = untold.isEmpty() ? null : untold.keySet().iterator().next();
    List<Change> batch = group == null ? List.of() : take(group);
    RegisterInGroups.Builder request = RegisterInGroups.newBuilder().setReset(reset);
    batch.forEach(change -> request.addRegistrations(change.registration()));
    anew = false;
    tracker
        .ask(FrameKind.REGISTER_IN_GROUPS, request.build(), RegisteredInGroups.class)
        .whenComplete((answer, failure) -> loop.execute(() -> told(group, batch, reset, failure)));
  }

  private List<Change> take(GroupId group) {
    Map<FileId, Change> changes = untold.getOrDefault(group, Map.of());
    List<Change> batch = new ArrayList<>();
    Iterator<Change> rest = changes.values().iterator();
    while (rest.hasNext() && batch.size() < MOST_AT_ONCE) {
      batch.add(rest.next());
      rest.remove();
    }
    if (changes.isEmpty()) {
      untold.remove(group);
    }
    return batch;
  }

  private void told(
      @Nullable GroupId group, List<Change> batch, boolean reset, @Nullable Throwable failure) {
    telling = false;
    if (failure == null) {
      busy.reset();
      batch.forEach(change -> settle(change.told(), null));
      tell();
      return;
    }
    Throwable cause = AccessErrors.unwrapped(failure);
    anew |= reset;
    if (group != null && AccessErrors.isRefusal(cause)) {
      forget(group, cause);
      batch.forEach(change -> settle(change.told(), cause));
      tell();
    } else if (isBusy(cause)) {
      if (group != null) {
        putBack(group, batch);
      }
      telling = true;
      loop.schedule(this::tellAgain, busy.nextDelayNanos(), TimeUnit.NANOSECONDS);
    } else { // with the next session all of it is told
      log.debug("what is held in groups can't be told now", cause);
      batch.forEach(change -> settle(change.told(), cause));
      List<Map<FileId, Change>> others = List.copyOf(untold.values());
      untold.clear();
      others.forEach(changes -> changes.values().forEach(each -> settle(each.told(), cause)));
    }
  }

  private void tellAgain() {
    telling = false;
    tell();
  }

  private void putBack(GroupId group, List<Change> batch) {
    Map<FileId, Change> changes = untold.computeIfAbsent(group, id -> new LinkedHashMap<>());
    for (Change change : batch) {
      FileId fileId = FileId.fromBytes(change.registration().getFileId().toByteArray());
      Change later = changes.putIfAbsent(fileId, change);
      if (later != null) {
        later.told().whenComplete((done, failure) -> settle(change.told(), failure));
      }
    }
  }

  private void forget(GroupId group, Throwable cause) {
    held.remove(group);
    Map<FileId, Change> changes = untold.remove(group);
    if (changes != null) {
      changes.values().forEach(change -> settle(change.told(), cause));
    }
    log.info("this node does not belong to the group {} any more", group);
    onForgotten.accept(group);
  }

  private static boolean isBusy(Throwable cause) {
    return cause instanceof TransportException.Remote remote && remote.code() == ErrorCode.BUSY;
  }

  private static GroupRegistration.Builder registration(GroupId group, FileId fileId) {
    return GroupRegistration.newBuilder()
        .setGroupId(ByteString.copyFrom(group.toBytes()))
        .setFileId(ByteString.copyFrom(fileId.toBytes()));
  }

  private static void settle(CompletableFuture<Void> future, @Nullable Throwable failure) {
    if (failure == null) {
      future.complete(null);
    } else {
      future.completeExceptionally(failure);
    }
  }
}
