package dev.shoal.peer;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The tracker or every source refuses to give it to this node. */
public final class DeniedException extends ShoalException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence for a person
   * @param cause what brought it about, if anything else
   */
  public DeniedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
