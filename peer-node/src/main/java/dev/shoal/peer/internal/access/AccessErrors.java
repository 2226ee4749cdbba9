package dev.shoal.peer.internal.access;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.peer.internal.tracker.TrackerFailures;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.PlainText;
import dev.shoal.transport.TransportException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the tracker's refusals about groups mean to the application. */
public final class AccessErrors {
  private AccessErrors() {}

  /** Whether the answer was no, for good: the group is not there, or not for this node's user. */
  public static boolean isRefusal(Throwable failure) {
    Throwable cause = Failure.cause(failure);
    Throwable told = cause instanceof ShoalException ? cause.getCause() : cause;
    return told instanceof TransportException.Remote remote
        && (remote.code() == ErrorCode.NOT_FOUND || remote.code() == ErrorCode.DENIED);
  }

  /** What a failure is if the tracker said no, and would say it again; else empty. */
  public static Optional<ShoalException> refusal(Throwable failure) {
    if (!(Failure.cause(failure) instanceof TransportException.Remote remote)) {
      return Optional.empty();
    }
    return switch (remote.code()) {
      case NOT_FOUND, DENIED, CONFLICT, LIMIT_EXCEEDED, BAD_REQUEST, LOGIN_REQUIRED, TLS_REQUIRED ->
          Optional.of(of(remote));
      default -> Optional.empty();
    };
  }

  /** A question's failure, as the application is told. */
  public static ShoalException of(Throwable failure) {
    Throwable cause = Failure.cause(failure);
    if (cause instanceof ShoalException known) {
      return known;
    }
    if (cause instanceof TransportException.Remote remote && remote.code() != ErrorCode.BUSY) {
      return of(remote.code(), String.valueOf(remote.getMessage()), remote);
    }
    return TrackerFailures.explain(cause);
  }

  /** A refusal, as the application is told. */
  static ShoalException of(ErrorCode code, String message, @Nullable Throwable cause) {
    String sentence = PlainText.of(message);
    return switch (code) {
      case NOT_FOUND -> new NotFoundException(sentence, cause);
      case CONFLICT -> new ConflictException(sentence, cause);
      case DENIED, LOGIN_REQUIRED, TLS_REQUIRED -> new DeniedException(sentence, cause);
      default -> new ShoalException(sentence, cause);
    };
  }
}
