package dev.shoal.peer;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Bytes are not what they should be, and no source has the right ones. */
public final class IntegrityException extends ShoalException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence for a person
   * @param cause what brought it about, if anything else
   */
  public IntegrityException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
