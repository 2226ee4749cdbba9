package dev.shoal.peer.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.peer.ShoalException;
import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Capability;
import dev.shoal.protocol.wire.RequestCapability;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * This node's own capabilities, one for each group that it fetches from: asked for when first
 * wanted, and again once half of their life is over or somebody has left the group. Thread-safe.
 */
public final class Capabilities {
  /** How long a refusal stands before the tracker is asked again. */
  static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TrackerQuestions tracker;
  private final ClockOffset clock;
  private final GroupEpochs epochs;
  private final LongSupplier nanoTime;
  private final Map<GroupId, Entry> entries = new HashMap<>();

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
   * @param nanoTime as {@link System#nanoTime()}
   */
  public Capabilities(
      TrackerQuestions tracker, ClockOffset clock, GroupEpochs epochs, LongSupplier nanoTime) {
    this.tracker = tracker;
    this.clock = clock;
    this.epochs = epochs;
    this.nanoTime = nanoTime;
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
    synchronized (this) {
      Entry entry = entries.get(group);
      if (entry != null && isOfUse(entry, refused)) {
        return entry.future();
      }
      Held before = entry == null ? null : last(entry);
      asked =
          new Entry(
              new CompletableFuture<>(),
              before == null || before.equals(refused) ? null : before,
              nanoTime.getAsLong());
      entries.put(group, asked);
    }
    ask(group, asked);
    return asked.future();
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
    long begun = clock.begin();
    RequestCapability request =
        RequestCapability.newBuilder().setGroupId(ByteString.copyFrom(group.toBytes())).build();
    tracker
        .ask(FrameKind.REQUEST_CAPABILITY, request, Capability.class)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                take(group, entry, answer, begun);
              } else if (entry.before() != null
                  && !AccessErrors.isRefusal(failure)
                  && isGood(entry.before().token())) {
                entry.future().complete(entry.before()); // better than nothing, for now
              } else {
                entry.future().completeExceptionally(AccessErrors.of(failure));
              }
            });
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
