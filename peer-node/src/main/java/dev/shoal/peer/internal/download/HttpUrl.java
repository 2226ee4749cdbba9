package dev.shoal.peer.internal.download;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.UntrustedException;
import dev.shoal.peer.internal.fetch.HttpFailure;
import dev.shoal.peer.internal.schedule.Backoff;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.TransportException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How one URL of a download does: how many connections to it there are and may be, and when it is
 * left alone. A plain object of one thread.
 *
 * <p>It has to prove itself by one good chunk before it gets more than one connection. When one of
 * several fails, the server may not want so many, and is not given more than are left, until so
 * many good chunks have come that one more is worth a try. When the last one fails, it rests, for
 * as long as the server says or its {@link Backoff}.
 */
final class HttpUrl {
  /** Good chunks after which one connection more is tried again. */
  static final int GOOD_CHUNKS = 16;

  private final HttpRoute route;
  private final int mostConnections;
  private final Backoff backoff;
  private int connections;
  private int allowed = 1;

  /** Good chunks since {@link #allowed} has changed. */
  private int good;

  private boolean proven;
  private boolean refused;
  private boolean asksForPatience;
  private long restsUntilNanos;
  private @Nullable ShoalException problem;

  /** The problem that was logged last. */
  private String logged = "";

  HttpUrl(HttpRoute route, int mostConnections, RandomGenerator random) {
    this.route = route;
    this.mostConnections = mostConnections;
    this.backoff = new Backoff(random);
  }

  HttpRoute route() {
    return route;
  }

  /** How many connections are in use or being made. */
  int connections() {
    return connections;
  }

  /** Why it is of no use now; null if it is, or was not tried yet. */
  @Nullable ShoalException problem() {
    return problem;
  }

  /** What to log of its problem: nothing twice in a row, however often it is tried again. */
  Optional<String> news() {
    String sentence = problem == null ? logged : String.valueOf(problem.getMessage());
    boolean known = sentence.equals(logged);
    logged = sentence;
    return known ? Optional.empty() : Optional.of(sentence);
  }

  /** Whether one connection more may be made. */
  boolean mayConnect(long nowNanos) {
    return !refused && connections < allowed && !isResting(nowNanos);
  }

  private boolean isResting(long nowNanos) {
    return problem != null && connections == 0 && nowNanos - restsUntilNanos < 0;
  }

  /** Whether its server asked to be left alone for longer than it would be anyway. */
  boolean isRestingLong(long nowNanos) {
    return isResting(nowNanos) && restsUntilNanos - nowNanos > Backoff.MAX_NANOS;
  }

  /** Whether there is no connection, since it was tried and failed for no known time. */
  boolean isFruitless() {
    return connections == 0 && problem != null && !asksForPatience;
  }

  /** Whether it won't be used any more. */
  boolean isRefused() {
    return refused;
  }

  /** A connection is being made. */
  void connecting() {
    connections++;
  }

  /** Many bytes of it came, of which nothing is known yet: the next failure is a first one. */
  void arriving() {
    backoff.reset();
    if (!refused) {
      problem = null;
    }
  }

  /** A chunk of it was good. */
  void delivered() {
    backoff.reset();
    problem = null;
    if (!proven) {
      proven = true;
      good = 0;
      allowed = mostConnections;
    } else if (allowed < mostConnections) {
      good++;
      if (good == GOOD_CHUNKS) {
        good = 0;
        allowed++;
      }
    }
  }

  /** It sent what is not the file's. */
  void distrust() {
    refuse(
        new IntegrityException(
            route.name() + ": what is there is not the file; it is not used any more", null));
  }

  /** What it says to have can't be taken. */
  void reject(HttpFailure cause) {
    refuse(explain(cause));
  }

  /** A connection is used no more. */
  void lost(Throwable cause, long nowNanos) {
    connections--;
    if (refused || cause instanceof TransportException.Cancelled) {
      return;
    }
    boolean moved = route.isRedirected() && isMissing(cause);
    route.forget();
    ShoalException reason = explain(cause);
    if (cause instanceof TransportException.Untrusted
        || (cause instanceof HttpFailure failure && failure.kind() != HttpFailure.Kind.PASSING)) {
      refuse(reason);
    } else if (connections > 0) {
      if (!moved) {
        allowed = connections;
        good = 0;
      }
    } else {
      rest(cause, reason, nowNanos);
    }
  }

  /** Whether it says nothing of how much the server bears: a place that was led to may expire. */
  private static boolean isMissing(Throwable cause) {
    return cause instanceof TransportException failure
        && (failure.code() == ErrorCode.NOT_FOUND || failure.code() == ErrorCode.DENIED);
  }

  private void refuse(ShoalException reason) {
    refused = true;
    asksForPatience = false;
    problem = reason;
  }

  private void rest(Throwable cause, ShoalException reason, long nowNanos) {
    long wanted = cause instanceof HttpFailure failure ? failure.retryAfter().toNanos() : 0;
    problem = reason;
    asksForPatience = wanted > 0;
    restsUntilNanos = nowNanos + Math.max(wanted, backoff.nextDelayNanos());
    proven = false;
    allowed = 1;
  }

  private ShoalException explain(Throwable cause) {
    String sentence = route.name() + ": " + Verdict.sentence(cause);
    if (cause instanceof HttpFailure failure && failure.kind() == HttpFailure.Kind.OTHER_CONTENT) {
      return new IntegrityException(sentence, cause);
    }
    if (cause instanceof HttpFailure failure && failure.getCause() instanceof StorageException e) {
      return new StorageException(e.reason(), sentence, cause);
    }
    if (!(cause instanceof TransportException transport)) {
      return new UnreachableException(sentence, cause);
    }
    return switch (transport.code()) {
      case NOT_FOUND -> new NotFoundException(sentence, cause);
      case DENIED -> new DeniedException(sentence, cause);
      case UNTRUSTED -> new UntrustedException(sentence, cause);
      default -> new UnreachableException(sentence, cause);
    };
  }
}
