package dev.shoal.tracker.internal.store;

import java.io.Serial;

/** What was read is not what was once written. */
final class DamagedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  DamagedException(String message) {
    super(message);
  }

  DamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
