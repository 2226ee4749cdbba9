package dev.shoal.peer.internal.access;

import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.FrameKind;
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
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys by which the tracker's capabilities are verified, as it last published them. With them
 * the tracker need not be there when somebody shows one. Thread-safe.
 */
public final class TrackerKeys implements CapabilityToken.KeyFinder {
  private static final Logger log = LoggerFactory.getLogger(TrackerKeys.class);

  /** Time between two questions, so that no stranger makes this node pester its tracker. */
  static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ClockOffset clock;
  private final LongSupplier nanoTime;
  private volatile @Nullable TrackerQuestions tracker;
  private volatile Map<Integer, Key> keys = Map.of();
  private CompletableFuture<Void> asking = CompletableFuture.completedFuture(null);
  private boolean asked;
  private long askedNanos;

  private record Key(PublicKey publicKey, long untilMillis) {}

  /**
   * No keys yet.
   *
   * @param clock measured by the way
   * @param nanoTime as {@link System#nanoTime()}
   */
  public TrackerKeys(ClockOffset clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** Says whom to ask; before, nobody is. */
  public void connect(TrackerQuestions value) {
    tracker = value;
  }

  @Override
  public Optional<PublicKey> find(int keyId) {
    Key key = keys.get(keyId);
    return key == null || clock.nowMillis() >= key.untilMillis()
        ? Optional.empty()
        : Optional.of(key.publicKey());
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
    long begun = clock.begin();
    asking =
        answering
            .ask(FrameKind.REQUEST_KEYS, RequestKeys.getDefaultInstance(), KeySet.class)
            .handle(
                (answer, failure) -> {
                  if (failure == null) {
                    take(answer, begun);
                  } else {
                    log.debug("the tracker's keys can't be had", failure);
                  }
                  return null;
                });
    return asking;
  }

  private void take(KeySet answer, long begunNanos) {
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
    keys = Map.copyOf(taken);
  }
}
