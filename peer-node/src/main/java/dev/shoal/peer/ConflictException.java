package dev.shoal.peer;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** What was to be made is there already, or is not as it was taken to be. */
public final class ConflictException extends ShoalException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence for a person
   * @param cause what it follows from, if anything
   */
  public ConflictException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
