package dev.shoal.tracker.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.transport.TokenBucket;
import org.jspecify.annotations.Nullable;

/**
 * What was denied or put off on one connection of all that leads to a login or changes one. A
 * person makes mistakes; who makes so many is guessing, and to go on refusing costs more than to
 * hang up.
 */
final class FailedTries {
  /** Failures that are borne at once. */
  static final int AT_ONCE = 10;

  private static final int PER_SECOND = 1;

  /** Null until something fails: on most connections nothing ever does. */
  private @Nullable TokenBucket borne;

  /**
   * Whether failures of requests of that kind for that reason are counted: those that a guess meets
   * with. A name that is taken, say, is no guess.
   */
  static boolean counts(FrameKind kind, ErrorCode reason) {
    return (reason == ErrorCode.DENIED || reason == ErrorCode.BUSY) && tries(kind);
  }

  private static boolean tries(FrameKind kind) {
    return switch (kind) {
      case CREATE_USER, LOGIN, AUTHENTICATE, CHANGE_PASSWORD -> true;
      default -> false;
    };
  }

  /** Counts a failure; false if it was one too many. */
  boolean isBorne(long nowNanos) {
    if (borne == null) {
      borne = new TokenBucket(PER_SECOND, AT_ONCE, nowNanos);
    }
    return borne.take(nowNanos);
  }
}
