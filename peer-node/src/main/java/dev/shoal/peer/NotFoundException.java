package dev.shoal.peer;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Nobody shares the file, or nobody any more who has the missing chunks. */
public final class NotFoundException extends ShoalException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence for a person
   * @param cause what brought it about, if anything else
   */
  public NotFoundException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
