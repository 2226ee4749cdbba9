package dev.shoal.transport;

import dev.shoal.protocol.ErrorCode;
import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A connection could not be made, ended, or did not give an answer. Carries the typed reason. */
public class TransportException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * @param code the typed reason
   * @param message one sentence for a person
   * @param cause what brought it about, if anything else
   */
  public TransportException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The typed reason. */
  public ErrorCode code() {
    return code;
  }

  /** No connection could be made: refused, unreachable, no greeting in time, or not Shoal. */
  public static final class Unreachable extends TransportException {
    @Serial private static final long serialVersionUID = 1L;

    /** See {@link TransportException}. */
    public Unreachable(ErrorCode code, String message, @Nullable Throwable cause) {
      super(code, message, cause);
    }
  }

  /** The connection ended before the answer came. */
  public static final class Closed extends TransportException {
    @Serial private static final long serialVersionUID = 1L;

    /** See {@link TransportException}. */
    public Closed(ErrorCode code, String message, @Nullable Throwable cause) {
      super(code, message, cause);
    }
  }

  /** The answer did not come in time. */
  public static final class Timeout extends TransportException {
    @Serial private static final long serialVersionUID = 1L;

    /** See {@link TransportException}. */
    public Timeout(String message) {
      super(ErrorCode.TIMED_OUT, message, null);
    }
  }

  /** This side withdrew the request. */
  public static final class Cancelled extends TransportException {
    @Serial private static final long serialVersionUID = 1L;

    /** See {@link TransportException}. */
    public Cancelled() {
      super(ErrorCode.CANCELLED, "the request was cancelled", null);
    }
  }

  /** The other side answered with an error. */
  public static final class Remote extends TransportException {
    @Serial private static final long serialVersionUID = 1L;

    /** See {@link TransportException}. */
    public Remote(ErrorCode code, String message) {
      super(code, message, null);
    }
  }

  /** The other side is not whom it was taken for, or did not prove who it is. */
  public static final class Untrusted extends TransportException {
    @Serial private static final long serialVersionUID = 1L;

    /** See {@link TransportException}. */
    public Untrusted(String message, @Nullable Throwable cause) {
      super(ErrorCode.UNTRUSTED, message, cause);
    }
  }
}
