package dev.shoal.peer;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * What a node could not do, with one sentence that says why. Futures fail with a subclass of it.
 */
public class ShoalException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence for a person
   * @param cause what brought it about, if anything else
   */
  public ShoalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
