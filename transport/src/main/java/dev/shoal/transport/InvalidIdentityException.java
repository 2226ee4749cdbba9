package dev.shoal.transport;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A file does not hold the key or the certificates it should, or ones that are not taken here. */
public final class InvalidIdentityException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence for a person
   * @param cause what brought it about, if anything else
   */
  public InvalidIdentityException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
