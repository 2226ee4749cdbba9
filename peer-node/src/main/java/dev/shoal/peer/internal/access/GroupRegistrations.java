package dev.shoal.peer.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.peer.internal.access.GroupChanges.Change;
import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.peer.internal.schedule.Backoff;
import dev.shoal.peer.internal.tracker.TrackerVisit;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.GroupRegistration;
import dev.shoal.protocol.wire.RegisterInGroups;
import dev.shoal.protocol.wire.RegisteredInGroups;
import dev.shoal.transport.TransportException;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the tracker what this node holds of files of groups, one step at a time, and all of it
 * again with every session. A tracker is told of its own groups only; what is held of others waits
 * for a session with theirs. Thread-safe: state belongs to one event loop.
 */
public final class GroupRegistrations {
  private static final Logger log = LoggerFactory.getLogger(GroupRegistrations.class);

  /** Most registrations in one request, which names one group. */
  private static final int MOST_AT_ONCE = 1000;

  /** So often a tracker is asked again before those who wait are told that it takes longer. */
  private static final int PATIENCE = 3;

  private final EventLoop loop;
  private final TrackerQuestions tracker;
  private final TrackerKeys keys;
  private final KnownGroups known;
  private final Consumer<GroupId> onForgotten;
  private final SplittableRandom random = new SplittableRandom();
  private final Backoff busy = new Backoff(random.split());

  /** What is held, and whether all of it. */
  private final Map<GroupId, Map<FileId, Boolean>> held = new HashMap<>();

  private final GroupChanges untold = new GroupChanges();

  /** Groups whose registrations the tracker did not take last time, and those that rest for it. */
  private final Map<GroupId, Backoff> troubled = new HashMap<>();

  private final Set<GroupId> resting = new HashSet<>();

  /** How many sessions there were; what one was told says nothing of another. */
  private int session;

  private boolean telling;

  /** Whether the tracker is to forget what it was told before, and whether that is anything. */
  private boolean anew;

  private boolean spoken;

  /** One request; a group if it has any registrations. */
  private record Step(
      @Nullable GroupId group,
      List<Change> batch,
      boolean reset,
      int session,
      Optional<TrackerVisit> asked) {}

  /**
   * Nothing yet.
   *
   * @param loop owns the state
   * @param tracker asked but once: what is lost with its session is told to the next one
   * @param keys asked for as soon as there is anything for which they may be needed
   * @param known which tracker is told of which group
   * @param onForgotten told of each group that its tracker does not know this node's user in any
   *     more; on the loop
   */
  public GroupRegistrations(
      EventLoop loop,
      TrackerQuestions tracker,
      TrackerKeys keys,
      KnownGroups known,
      Consumer<GroupId> onForgotten) {
    this.loop = loop;
    this.keys = keys;
    this.known = known;
    this.tracker = tracker;
    this.onForgotten = onForgotten;
  }

  /**
   * A file of a group is held from now on.
   *
   * @param complete whether all of it
   * @return completes when the tracker knows; fails if it can't be told now, or refuses
   */
  public CompletableFuture<Void> hold(GroupId group, FileId fileId, boolean complete) {
    CompletableFuture<Void> told = new CompletableFuture<>();
    if (!keys.areUsed()) {
      keys.refresh();
    }
    loop.execute(
        () -> {
          held.computeIfAbsent(group, id -> new LinkedHashMap<>()).put(fileId, complete);
          change(group, fileId, registration(group, fileId).setComplete(complete), told);
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
                registration(group, fileId).setGone(true),
                new CompletableFuture<>());
            tell();
          }
        });
  }

  /** There is a new session with a tracker, or another user is logged in. */
  public void startAnew() {
    loop.execute(
        () -> {
          session++;
          anew = true;
          troubled.clear();
          resting.clear();
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
                    registration(group, fileId).setComplete(complete),
                    new CompletableFuture<>()));
  }

  private void change(
      GroupId group,
      FileId fileId,
      GroupRegistration.Builder registration,
      CompletableFuture<Void> told) {
    untold.put(group, fileId, new Change(registration.build(), told));
    if (known.isElsewhere(group)) {
      untold.drop(group, notNow("the tracker that is used now does not know the group"));
    }
  }

  private void tell() {
    if (telling) {
      return;
    }
    Optional<TrackerVisit> here = known.here();
    if (here.isEmpty()) {
      untold.dropAll(notNow("there is no session with a tracker now"));
      return;
    }
    GroupId group = untold.next(resting);
    if (group == null && !(anew && spoken)) {
      return;
    }
    telling = true;
    spoken = true;
    List<Change> batch = group == null ? List.of() : untold.take(group, MOST_AT_ONCE);
    Step step = new Step(group, batch, anew, session, here);
    RegisterInGroups.Builder request = RegisterInGroups.newBuilder().setReset(anew);
    batch.forEach(change -> request.addRegistrations(change.registration()));
    anew = false;
    tracker
        .ask(FrameKind.REGISTER_IN_GROUPS, request.build(), RegisteredInGroups.class)
        .whenComplete((answer, failure) -> loop.execute(() -> told(step, failure)));
  }

  private void told(Step step, @Nullable Throwable failure) {
    telling = false;
    if (failure != null) {
      anew |= step.reset();
      failed(step, Failure.cause(failure));
      return;
    }
    busy.reset();
    GroupId group = step.group();
    if (group != null) {
      troubled.remove(group);
      if (step.session() == session) {
        known.confirmed(group, step.asked());
      }
    }
    step.batch().forEach(Change::done);
    tell();
  }

  private void failed(Step step, Throwable cause) {
    GroupId group = step.group();
    if (step.session() != session) {
      if (group != null && !known.isElsewhere(group)) {
        untold.putBack(group, step.batch());
      } else {
        fail(step, cause);
      }
      tell();
    } else if (isBusy(cause)) {
      if (group != null) {
        untold.putBack(group, step.batch());
      }
      telling = true;
      loop.schedule(this::tellAgain, busy.nextDelayNanos(), TimeUnit.NANOSECONDS);
      if (busy.failures() > PATIENCE) {
        untold.failWaiting(cause);
      }
    } else if (isOfTheSession(cause)) { // with the next one all of it is told
      log.debug("what is held in groups can't be told now", cause);
      fail(step, cause);
      untold.dropAll(cause);
    } else if (group == null) {
      log.debug("the tracker did not forget what was held in groups", cause);
    } else if (AccessErrors.isRefusal(cause)) {
      refused(group, step, cause);
      tell();
    } else {
      tellLater(group, step, cause);
      tell();
    }
  }

  private void tellAgain() {
    telling = false;
    tell();
  }

  /** Only the group's own tracker can say that this node does not belong to it. */
  private void refused(GroupId group, Step step, Throwable cause) {
    fail(step, cause);
    untold.drop(group, cause);
    if (known.isHere(group)) {
      held.remove(group);
      known.forget(group);
      log.info("this node does not belong to the group {} any more", group);
      onForgotten.accept(group);
    } else {
      log.info("the tracker does not know the group {}; the next one is told of it", group);
    }
  }

  /** The tracker has not taken what is held in one group: the others need not wait for that one. */
  private void tellLater(GroupId group, Step step, Throwable cause) {
    Backoff backoff = troubled.computeIfAbsent(group, id -> new Backoff(random.split()));
    long delay = backoff.nextDelayNanos();
    if (AccessErrors.refusal(cause).isPresent() || backoff.failures() > PATIENCE) {
      if (backoff.failures() == 1) {
        log.warn("the tracker does not take what is held in {}: {}", group, cause.getMessage());
      }
      fail(step, cause);
    }
    untold.putBack(group, step.batch());
    resting.add(group);
    int told = session;
    loop.schedule(
        () -> {
          if (told == session) {
            resting.remove(group);
            tell();
          }
        },
        delay,
        TimeUnit.NANOSECONDS);
  }

  private static void fail(Step step, Throwable cause) {
    step.batch().forEach(change -> change.failed(cause));
  }

  private static boolean isBusy(Throwable cause) {
    return cause instanceof TransportException.Remote remote && remote.code() == ErrorCode.BUSY;
  }

  /** Whether the session, or its login, is at fault, and not what was asked. */
  private static boolean isOfTheSession(Throwable cause) {
    if (cause instanceof TransportException.Remote remote) {
      return switch (remote.code()) {
        case LOGIN_REQUIRED, TLS_REQUIRED, NO_LEASE, SHUTTING_DOWN -> true;
        default -> false;
      };
    }
    return !(cause instanceof TransportException.Timeout);
  }

  private static TransportException notNow(String why) {
    return new TransportException.Closed(ErrorCode.UNKNOWN, why, null);
  }

  private static GroupRegistration.Builder registration(GroupId group, FileId fileId) {
    return GroupRegistration.newBuilder()
        .setGroupId(ByteString.copyFrom(group.toBytes()))
        .setFileId(ByteString.copyFrom(fileId.toBytes()));
  }
}
