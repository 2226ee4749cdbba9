package dev.shoal.peer.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.internal.tracker.TrackerVisit;
import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Capability;
import dev.shoal.protocol.wire.RequestCapability;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This node's own capabilities, one for each group that it fetches from: asked for when first
 * wanted, and again once half of their life is over or somebody has left the group. They are the
 * user's who was logged in when they were asked for, and of no use to another one. Thread-safe.
 */
public final class Capabilities {
  /** How long a refusal stands before the tracker is asked again. */
  static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TrackerQuestions tracker;
  private final ClockOffset clock;
  private final GroupEpochs epochs;
  private final KnownGroups known;
  private final Supplier<Optional<String>> user;
  private final LongSupplier nanoTime;
  private final Map<Claim, Entry> entries = new HashMap<>();

  /** For whom, and for what. */
  private record Claim(Optional<String> user, GroupId group) {}

  /**
   * A capability as it is shown, and what it says.
   *
   * @param bytes never to be logged
   */
  record Held(ByteString bytes, CapabilityToken token) {
    @Override
    public String toString() {
      return "Held[" + token + "]";
    }
  }

  private record Entry(CompletableFuture<Held> future, @Nullable Held before, long askedNanos) {}

  /**
   * None yet.
   *
   * @param clock measured by the way
   * @param known only a group's own tracker is asked
   * @param user who is logged in, as far as is known
   * @param nanoTime as {@link System#nanoTime()}
   */
  public Capabilities(
      TrackerQuestions tracker,
      ClockOffset clock,
      GroupEpochs epochs,
      KnownGroups known,
      Supplier<Optional<String>> user,
      LongSupplier nanoTime) {
    this.tracker = tracker;
    this.clock = clock;
    this.epochs = epochs;
    this.known = known;
    this.user = user;
    this.nanoTime = nanoTime;
  }

  /** Which trackers know the groups. */
  public KnownGroups known() {
    return known;
  }

  /**
   * One for a group that is good for a while.
   *
   * @return fails with a {@link ShoalException} if the tracker gives none
   */
  CompletableFuture<Held> current(GroupId group) {
    return get(group, null);
  }

  /**
   * One that was made after another one, which somebody did not accept.
   *
   * @return fails as {@link #current}
   */
  CompletableFuture<Held> newerThan(Held refused, GroupId group) {
    return get(group, refused);
  }

  private CompletableFuture<Held> get(GroupId group, @Nullable Held refused) {
    Entry asked;
    Claim claim = new Claim(user.get(), group);
    synchronized (this) {
      forgetOthers(claim.user());
      Entry entry = entries.get(claim);
      if (entry != null && isOfUse(entry, refused)) {
        return entry.future();
      }
      Held before = entry == null ? null : last(entry);
      asked =
          new Entry(
              new CompletableFuture<>(),
              before == null || before.equals(refused) ? null : before,
              nanoTime.getAsLong());
      entries.put(claim, asked);
    }
    tracker.ready().thenRun(() -> ask(group, asked));
    return asked.future();
  }

  /** Nobody may be known for a moment, while a login is being taken up; another one is another. */
  private void forgetOthers(Optional<String> present) {
    if (present.isPresent()) {
      entries.keySet().removeIf(claim -> !claim.user().equals(present));
    }
  }

  private boolean isOfUse(Entry entry, @Nullable Held refused) {
    if (!entry.future().isDone()) {
      return true;
    }
    if (entry.future().isCompletedExceptionally()) {
      return nanoTime.getAsLong() - entry.askedNanos() < REST_NANOS;
    }
    Held held = entry.future().join();
    return !held.equals(refused)
        && (isYoung(held.token())
            || (isGood(held.token()) && nanoTime.getAsLong() - entry.askedNanos() < REST_NANOS));
  }

  private static @Nullable Held last(Entry entry) {
    return entry.future().isDone() && !entry.future().isCompletedExceptionally()
        ? entry.future().join()
        : entry.before();
  }

  private void ask(GroupId group, Entry entry) {
    if (known.isElsewhere(group)) {
      failed(entry, away());
      return;
    }
    Optional<TrackerVisit> asked = known.here();
    long begun = clock.begin();
    RequestCapability request =
        RequestCapability.newBuilder().setGroupId(ByteString.copyFrom(group.toBytes())).build();
    tracker
        .ask(FrameKind.REQUEST_CAPABILITY, request, Capability.class)
        .whenComplete(
            (answer, failure) -> {
              boolean answered = failure == null || AccessErrors.isRefusal(failure);
              if (answered && !known.isStill(asked)) {
                failed(entry, away()); // another one may have answered
              } else if (failure == null) {
                take(group, entry, answer, begun);
              } else {
                failed(entry, failure);
              }
            });
  }

  private static UnreachableException away() {
    return new UnreachableException(
        "the tracker of the group is away, and the one in its place does not know it", null);
  }

  private void failed(Entry entry, Throwable failure) {
    Held before = entry.before();
    if (before != null && !AccessErrors.isRefusal(failure) && isGood(before.token())) {
      entry.future().complete(before); // better than nothing, for now
    } else {
      entry.future().completeExceptionally(AccessErrors.of(failure));
    }
  }

  private void take(GroupId group, Entry entry, Capability answer, long begunNanos) {
    try {
      CapabilityToken token = CapabilityToken.read(answer.getToken().toByteArray());
      if (!token.group().equals(group)) {
        throw new ProtocolException(
            ErrorCode.BAD_REQUEST, "the tracker gave a capability for another group");
      }
      clock.measured(answer.getNowMillis(), begunNanos);
      epochs.learned(group, token.epoch());
      entry.future().complete(new Held(answer.getToken(), token));
    } catch (ProtocolException e) {
      entry
          .future()
          .completeExceptionally(
              new ShoalException("the tracker gave a capability that is none", e));
    }
  }

  private boolean isYoung(CapabilityToken token) {
    long half = (token.expiresMillis() - token.issuedMillis()) / 2;
    return clock.nowMillis() < token.issuedMillis() + half
        && epochs.isCurrent(token.group(), token.epoch());
  }

  private boolean isGood(CapabilityToken token) {
    return clock.nowMillis() < token.expiresMillis()
        && epochs.isCurrent(token.group(), token.epoch());
  }
}
