package dev.shoal.peer;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The tracker, or every source, could not be reached. */
public final class UnreachableException extends ShoalException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence for a person
   * @param cause what brought it about, if anything else
   */
  public UnreachableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
