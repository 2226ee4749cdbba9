package dev.shoal.peer.internal.serve;

import dev.shoal.protocol.ErrorCode;
import java.io.Serial;
import java.util.concurrent.CompletionException;

/** Why a request of another peer can't be granted, as it is told. */
public final class Refusal extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * @param code the typed reason
   * @param message one sentence for a person
   */
  public Refusal(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  /** The typed reason. */
  public ErrorCode code() {
    return code;
  }

  /** The refusal in a future's failure; anything else becomes an internal error. */
  public static Refusal in(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof Refusal refusal
        ? refusal
        : new Refusal(ErrorCode.INTERNAL, "the request could not be answered");
  }
}
