package dev.shoal.peer.internal.fetch;

import dev.shoal.peer.StorageException;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.TransportException;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A web server can't, or must not, be used for a file; says for how long. */
public final class HttpFailure extends TransportException {
  @Serial private static final long serialVersionUID = 1L;

  /** What a failure means for further attempts. */
  public enum Kind {
    /** It may be otherwise soon. */
    PASSING,
    /** It is no source of this file, and won't be. */
    LASTING,
    /** What it has is another file. */
    OTHER_CONTENT
  }

  private final Kind kind;
  private final Duration retryAfter;

  private HttpFailure(
      Kind kind, ErrorCode code, String message, Duration retryAfter, @Nullable Throwable cause) {
    super(code, message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /** One that may pass. */
  static HttpFailure passing(ErrorCode code, String message) {
    return new HttpFailure(Kind.PASSING, code, message, Duration.ZERO, null);
  }

  /** One that may pass, though not before that time. */
  static HttpFailure busy(String message, Duration retryAfter) {
    return new HttpFailure(Kind.PASSING, ErrorCode.BUSY, message, retryAfter, null);
  }

  /** One that stays. */
  static HttpFailure lasting(ErrorCode code, String message) {
    return new HttpFailure(Kind.LASTING, code, message, Duration.ZERO, null);
  }

  /** One that stays, brought about by something else. */
  static HttpFailure lasting(ErrorCode code, String message, Throwable cause) {
    return new HttpFailure(Kind.LASTING, code, message, Duration.ZERO, cause);
  }

  /** It is longer than what is taken before it is known what the file consists of. */
  public static HttpFailure tooLong(long length, long most) {
    String message =
        "what is there is "
            + length
            + " bytes long, and as long as no peer tells what the file consists of, "
            + most
            + " are the most that are taken";
    return new HttpFailure(Kind.PASSING, ErrorCode.UNKNOWN, message, Duration.ZERO, null);
  }

  /** There is no room on the disk for what is said to be there. */
  public static HttpFailure noRoom(StorageException cause) {
    String message = String.valueOf(cause.getMessage());
    return new HttpFailure(Kind.LASTING, ErrorCode.UNKNOWN, message, Duration.ZERO, cause);
  }

  /** What is there is not the file. */
  public static HttpFailure otherContent(String message) {
    return new HttpFailure(Kind.OTHER_CONTENT, ErrorCode.BAD_REQUEST, message, Duration.ZERO, null);
  }

  /** What it means for further attempts. */
  public Kind kind() {
    return kind;
  }

  /** How long the server wants to be left alone; zero if it didn't say. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
