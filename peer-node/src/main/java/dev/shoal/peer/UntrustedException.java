package dev.shoal.peer;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The tracker is not the one that it was taken for, or can't prove who it is. Nothing was sent to
 * it, and nothing is asked there over a connection that is not encrypted instead.
 */
public final class UntrustedException extends ShoalException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence for a person
   * @param cause what brought it about, if anything else
   */
  public UntrustedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
