package dev.shoal.peer.internal.access;

import dev.shoal.peer.internal.tracker.TrackerVisit;
import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.VerificationKeys;
import dev.shoal.protocol.wire.KeySet;
import dev.shoal.protocol.wire.RequestKeys;
import dev.shoal.protocol.wire.VerificationKey;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys by which capabilities are verified, as each tracker that this node has used last
 * published its own. With them a tracker need not be there when somebody shows one. Thread-safe.
 */
public final class TrackerKeys {
  private static final Logger log = LoggerFactory.getLogger(TrackerKeys.class);

  /** Time between two questions, so that no stranger makes this node pester its tracker. */
  static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ClockOffset clock;
  private final KnownGroups known;
  private final LongSupplier nanoTime;
  private volatile @Nullable TrackerQuestions tracker;

  /** Of each tracker by its name in the list that this node was given, which is short. */
  private final Map<String, Map<Integer, Key>> keys = new ConcurrentHashMap<>();

  private CompletableFuture<Void> asking = CompletableFuture.completedFuture(null);
  private boolean asked;
  private long askedNanos;

  private record Key(PublicKey publicKey, long untilMillis) {}

  /**
   * No keys yet.
   *
   * @param clock measured by the way
   * @param known which tracker answers for which group
   * @param nanoTime as {@link System#nanoTime()}
   */
  public TrackerKeys(ClockOffset clock, KnownGroups known, LongSupplier nanoTime) {
    this.clock = clock;
    this.known = known;
    this.nanoTime = nanoTime;
  }

  /** Says whom to ask; before, nobody is. */
  public void connect(TrackerQuestions value) {
    tracker = value;
  }

  /**
   * The keys that count for a group: those of the tracker that is known to know it, of any as long
   * as none is.
   */
  CapabilityToken.KeyFinder of(GroupId group) {
    return keyId ->
        keys.entrySet().stream()
            .filter(each -> known.mayBeAt(group, each.getKey()))
            .flatMap(each -> Stream.ofNullable(each.getValue().get(keyId)))
            .filter(key -> clock.nowMillis() < key.untilMillis())
            .map(Key::publicKey)
            .findFirst();
  }

  /** Whether they were ever asked for, and so are of use here. */
  public synchronized boolean areUsed() {
    return asked;
  }

  /**
   * Asks the tracker for them, unless that was done a moment ago.
   *
   * @return completes when they are as new as can be had now; never fails
   */
  public synchronized CompletableFuture<Void> refresh() {
    TrackerQuestions answering = tracker;
    long now = nanoTime.getAsLong();
    if (answering == null || (asked && now - askedNanos < REST_NANOS) || !asking.isDone()) {
      return asking;
    }
    asked = true;
    askedNanos = now;
    asking = answering.ready().thenCompose(ready -> ask(answering));
    return asking;
  }

  private CompletableFuture<Void> ask(TrackerQuestions answering) {
    long begun = clock.begin();
    Optional<TrackerVisit> asked = known.here();
    return answering
        .ask(FrameKind.REQUEST_KEYS, RequestKeys.getDefaultInstance(), KeySet.class)
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                take(answer, begun, asked);
              } else {
                log.debug("the tracker's keys can't be had", failure);
              }
              return null;
            });
  }

  private void take(KeySet answer, long begunNanos, Optional<TrackerVisit> asked) {
    if (!known.isStill(asked)) {
      log.debug("another tracker may have answered, so its keys are not taken");
      return;
    }
    Map<Integer, Key> taken = new HashMap<>();
    for (VerificationKey key : answer.getKeysList()) {
      if (taken.size() == Limits.MAX_KEYS) {
        break;
      }
      try {
        taken.put(
            key.getKeyId(),
            new Key(
                VerificationKeys.fromBytes(key.getPublicKey().toByteArray()),
                key.getUntilMillis()));
      } catch (ProtocolException e) {
        log.warn("the tracker published a key that is none: {}", e.getMessage());
      }
    }
    clock.measured(answer.getNowMillis(), begunNanos);
    asked.ifPresent(visit -> keys.put(visit.tracker(), Map.copyOf(taken)));
  }
}
