package dev.shoal.peer.internal.tracker;

import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.peer.internal.schedule.Backoff;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Lease;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the tracker over the current session what this node holds, one batch at a time, and keeps
 * the lease with heartbeats that compare it. Belongs to one event loop.
 *
 * <p>With a new session everything is told again; where the tracker wants that spread, at a random
 * moment within its time. What the application waits for is told at once.
 */
final class Announcer {
  private static final Logger log = LoggerFactory.getLogger(Announcer.class);

  private static final long LEAST_BEAT_MILLIS = 100;
  private static final long MOST_SPREAD_MILLIS = TimeUnit.MINUTES.toMillis(5);

  /** So often a busy tracker is asked again before those who wait are told that it takes longer. */
  private static final int PATIENCE = 3;

  private final EventLoop loop;
  private final Reachability reachability;
  private final SessionKeeper keeper;
  private final Announcements announcements;
  private final SplittableRandom random = new SplittableRandom();
  private final Backoff busy = new Backoff(random.split());
  private final Backoff unpublished = new Backoff(random.split());
  private @Nullable TrackerSession current;
  private boolean telling;
  private boolean missingLogin;
  private @Nullable Future<?> nextBeat;
  private @Nullable Future<?> nextTelling;
  private @Nullable Future<?> nextRelease;

  /** When to publish again; until then all else is told. */
  private @Nullable Future<?> nextPublishing;

  Announcer(
      EventLoop loop,
      Announcements announcements,
      Reachability reachability,
      SessionKeeper keeper) {
    this.loop = loop;
    this.announcements = announcements;
    this.reachability = reachability;
    this.keeper = keeper;
  }

  /** There is a session. */
  void opened(TrackerSession session) {
    Lease lease = session.lease();
    current = session;
    reachability.opened(lease.getDialable());
    if (!lease.getResumed()) {
      announcements.startAnew();
    }
    // A session may be resumed before all of it was told.
    if (announcements.isHoldingBack()) {
      releaseWithin(Integer.toUnsignedLong(lease.getSpreadMillis()));
    }
    scheduleBeat(session);
    tell();
  }

  /** There is none any more. */
  void lost() {
    current = null;
    telling = false;
    cancel(nextBeat);
    cancel(nextTelling);
    cancel(nextRelease);
    cancel(nextPublishing);
    nextPublishing = null;
  }

  /** Tells what has changed, if there is a session and nothing is being told. */
  void tell() {
    TrackerSession session = current;
    if (telling || session == null || !session.connection().isOpen()) {
      return;
    }
    Announcements.Batch batch = announcements.next(nextPublishing == null);
    if (batch == null) {
      return;
    }
    telling = true;
    session
        .tell(batch)
        .whenCompleteAsync(
            (refusal, failure) ->
                told(session, batch, refusal == null ? null : refusal.orElse(null), failure),
            loop);
  }

  private void told(
      TrackerSession session,
      Announcements.Batch batch,
      @Nullable Throwable refusal,
      @Nullable Throwable failure) {
    if (session != current || !session.connection().isOpen()) {
      return;
    }
    if (refusal != null && (Failures.isLoss(refusal) || Failures.isNoLease(refusal))) {
      keeper.abandon(session, refusal);
      return;
    }
    if (failure == null) {
      busy.reset();
      announcements.acknowledge(batch, refusal == null);
      if (refusal != null) {
        publishLater(refusal);
      } else if (!batch.published().isEmpty()) {
        unpublished.reset();
      }
    } else if (Failures.isBusy(failure)) {
      long delay = busy.nextDelayNanos();
      if (busy.failures() > PATIENCE) {
        announcements.failAll(Failure.cause(failure));
      }
      nextTelling = loop.schedule(this::tellAgain, delay, TimeUnit.NANOSECONDS);
      return;
    } else if (Failures.isLoss(failure) || Failures.isNoLease(failure)) {
      keeper.abandon(session, failure);
      return;
    }
    telling = false;
    if (failure == null) {
      tell();
    } else {
      // Tried again after the next heartbeat, which also finds out what the tracker took.
      report("refused", failure);
      announcements.failAll(Failure.cause(failure));
    }
  }

  /** That a login is missing is said once; it may well be meant. */
  private void report(String what, Throwable failure) {
    boolean login = Failures.isLoginRequired(failure);
    if (!login || !missingLogin) {
      log.warn("the tracker {} {}: {}", keeper.trackerName(), what, failure.getMessage());
    }
    missingLogin = login;
  }

  private void tellAgain() {
    telling = false;
    tell();
  }

  private void publishLater(Throwable refusal) {
    Throwable cause = Failure.cause(refusal);
    long delay = unpublished.nextDelayNanos();
    if (!Failures.isBusy(cause)) {
      report("did not publish", cause);
      announcements.failUnpublished(cause);
    } else if (unpublished.failures() > PATIENCE) {
      announcements.failUnpublished(cause);
    }
    nextPublishing = loop.schedule(this::publishAgain, delay, TimeUnit.NANOSECONDS);
  }

  /** Tells again what was refused, without waiting for its time. */
  void tellAtOnce() {
    cancel(nextPublishing);
    publishAgain();
  }

  private void publishAgain() {
    nextPublishing = null;
    tell();
  }

  private void releaseWithin(long spreadMillis) {
    if (spreadMillis == 0) {
      announcements.release();
    } else {
      long delay = random.nextLong(Math.min(MOST_SPREAD_MILLIS, spreadMillis));
      nextRelease = loop.schedule(this::release, delay, TimeUnit.MILLISECONDS);
    }
  }

  private void release() {
    announcements.release();
    tell();
  }

  private void scheduleBeat(TrackerSession session) {
    long millis = Integer.toUnsignedLong(session.lease().getHeartbeatMillis());
    nextBeat =
        loop.schedule(
            () -> beat(session), Math.max(LEAST_BEAT_MILLIS, millis), TimeUnit.MILLISECONDS);
  }

  private void beat(TrackerSession session) {
    if (telling) {
      scheduleBeat(session); // the digests differ while a batch is under way
      return;
    }
    session
        .heartbeat(announcements.digest())
        .whenCompleteAsync((ack, failure) -> beaten(session, ack, failure), loop);
  }

  private void beaten(
      TrackerSession session, @Nullable HeartbeatAck ack, @Nullable Throwable failure) {
    if (session != current) {
      return;
    }
    if (ack == null && failure != null && Failures.isBusy(failure)) {
      scheduleBeat(session); // a lease lasts for several
      return;
    }
    if (ack == null) {
      Throwable cause = failure == null ? Failures.closedByTracker() : failure;
      log.debug("tracker {}: {}", keeper.trackerName(), cause.getMessage());
      keeper.abandon(session, cause); // the lease may have run out: begins anew
      return;
    }
    reachability.beaten(keeper.trackerName(), ack.getDialable());
    if (!ack.getInStep() && !telling) {
      announcements.startOver();
    }
    scheduleBeat(session);
    tell();
  }

  private static void cancel(@Nullable Future<?> step) {
    if (step != null) {
      step.cancel(false);
    }
  }
}
