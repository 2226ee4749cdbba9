package dev.shoal.protocol;

import java.io.Serial;

/**
 * Something received, or about to be sent, breaks the protocol; carries the typed reason. Without a
 * stack trace unless something else caused it: whoever is refused can have many of these made, and
 * its sentence says it all.
 */
public final class ProtocolException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * @param code the typed reason
   * @param message one sentence for a person
   */
  public ProtocolException(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** As above, with the failure that brought it to light. */
  public ProtocolException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The typed reason. */
  public ErrorCode code() {
    return code;
  }
}
