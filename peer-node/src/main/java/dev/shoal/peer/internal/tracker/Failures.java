package dev.shoal.peer.internal.tracker;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.TransportException;
import java.util.concurrent.CompletionException;

/** What has gone wrong with a tracker, seen through what futures wrap around it. */
final class Failures {
  private Failures() {}

  static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }

  /** Whether the connection, and not the request, was at fault: another one may do better. */
  static boolean isLoss(Throwable failure) {
    Throwable cause = unwrapped(failure);
    return cause instanceof TransportException.Closed
        || (cause instanceof TransportException transport
            && transport.code() == ErrorCode.SHUTTING_DOWN);
  }

  /** Whether the tracker does not know the session any more. */
  static boolean isNoLease(Throwable failure) {
    return unwrapped(failure) instanceof TransportException.Remote remote
        && remote.code() == ErrorCode.NO_LEASE;
  }

  /** Whether the tracker asks to be asked again later. */
  static boolean isBusy(Throwable failure) {
    return unwrapped(failure) instanceof TransportException.Remote remote
        && remote.code() == ErrorCode.BUSY;
  }

  /** Whether the tracker does this only for who is logged in. */
  static boolean isLoginRequired(Throwable failure) {
    return unwrapped(failure) instanceof TransportException.Remote remote
        && remote.code() == ErrorCode.LOGIN_REQUIRED;
  }

  /** How much a failure says about what to do; of several the one that says most is reported. */
  static int weight(Throwable failure) {
    ErrorCode code =
        unwrapped(failure) instanceof TransportException transport
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
