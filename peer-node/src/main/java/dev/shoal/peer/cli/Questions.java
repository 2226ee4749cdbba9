package dev.shoal.peer.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal. Both methods block until there is an answer. */
interface Questions {
  /**
   * Asks for what nobody may see.
   *
   * @return the caller's to wipe; null if there is nobody to ask
   */
  char @Nullable [] secret(String prompt) throws IOException;

  /**
   * Asks for what may be seen.
   *
   * @return null if there is nobody to ask
   */
  @Nullable String answer(String prompt) throws IOException;
}
