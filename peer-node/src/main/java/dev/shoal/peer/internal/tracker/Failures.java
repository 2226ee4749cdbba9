package dev.shoal.peer.internal.tracker;

import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.TransportException;

/** What has gone wrong with a tracker. */
final class Failures {
  private Failures() {}

  /** Whether the connection, and not the request, was at fault: another one may do better. */
  static boolean isLoss(Throwable failure) {
    Throwable cause = Failure.cause(failure);
    return cause instanceof TransportException.Closed
        || (cause instanceof TransportException transport
            && transport.code() == ErrorCode.SHUTTING_DOWN);
  }

  /** Whether the tracker does not know the session any more. */
  static boolean isNoLease(Throwable failure) {
    return Failure.cause(failure) instanceof TransportException.Remote remote
        && remote.code() == ErrorCode.NO_LEASE;
  }

  /** Whether the tracker asks to be asked again later. */
  static boolean isBusy(Throwable failure) {
    return Failure.cause(failure) instanceof TransportException.Remote remote
        && remote.code() == ErrorCode.BUSY;
  }

  /** Whether the tracker does this only for who is logged in. */
  static boolean isLoginRequired(Throwable failure) {
    return Failure.cause(failure) instanceof TransportException.Remote remote
        && remote.code() == ErrorCode.LOGIN_REQUIRED;
  }

  /** How much a failure says about what to do; of several the one that says most is reported. */
  static int weight(Throwable failure) {
    ErrorCode code =
        Failure.cause(failure) instanceof TransportException transport
            ? transport.code()
            : ErrorCode.UNKNOWN;
    return switch (code) {
      case LOGIN_REQUIRED, DENIED -> 2;
      case UNTRUSTED -> 1;
      default -> 0;
    };
  }

  static TransportException shuttingDown() {
    return new TransportException.Closed(ErrorCode.SHUTTING_DOWN, "the node is closing", null);
  }

  static TransportException closedByTracker() {
    return new TransportException.Closed(
        ErrorCode.UNKNOWN, "the tracker closed the connection", null);
  }
}
