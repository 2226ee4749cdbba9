package dev.shoal.peer.internal.tracker;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.UntrustedException;
import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.PlainText;
import dev.shoal.transport.TransportException;
import java.util.Optional;

/** Turns what has gone wrong with a tracker into what an application is told. */
public final class TrackerFailures {
  private TrackerFailures() {}

  /**
   * What a request that is about this node's own account or groups has failed with.
   *
   * @param failure of a future of {@link TrackerClient}
   */
  public static ShoalException explain(Throwable failure) {
    Throwable cause = Failure.cause(failure);
    if (cause instanceof ShoalException explained) {
      return explained;
    }
    String sentence = sentence(cause);
    return refusal(cause)
        .orElseGet(
            () ->
                switch (code(cause)) {
                  case CONFLICT -> new ConflictException(sentence, cause);
                  case NOT_FOUND -> new NotFoundException(sentence, cause);
                  case BAD_REQUEST, LIMIT_EXCEEDED -> new ShoalException(sentence, cause);
                  default ->
                      new UnreachableException("the tracker cannot be asked: " + sentence, cause);
                });
  }

  /** What a failure is if the tracker refuses this node, or is refused by it; else empty. */
  public static Optional<ShoalException> refusal(Throwable failure) {
    Throwable cause = Failure.cause(failure);
    String sentence = sentence(cause);
    return switch (code(cause)) {
      case UNTRUSTED -> Optional.of(new UntrustedException(sentence, cause));
      case DENIED, LOGIN_REQUIRED, TLS_REQUIRED ->
          Optional.of(new DeniedException(sentence, cause));
      default -> Optional.empty();
    };
  }

  private static ErrorCode code(Throwable cause) {
    return cause instanceof TransportException transport ? transport.code() : ErrorCode.UNKNOWN;
  }

  private static String sentence(Throwable cause) {
    return PlainText.of(String.valueOf(cause.getMessage()));
  }
}
