package dev.shoal.peer;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A shared file on disk is no longer the one that was hashed; it is not served any more. */
public final class FileChangedException extends ShoalException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence for a person
   * @param cause what brought it about, if anything else
   */
  public FileChangedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
