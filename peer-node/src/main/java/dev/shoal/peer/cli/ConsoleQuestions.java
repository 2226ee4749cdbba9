package dev.shoal.peer.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Asks on the process's own terminal. */
final class ConsoleQuestions implements Questions {
  @Override
  public char @Nullable [] secret(String prompt) {
    Console console = Tty.console();
    return console == null ? null : console.readPassword("%s", prompt);
  }

  @Override
  public @Nullable String answer(String prompt) {
    Console console = Tty.console();
    return console == null ? null : console.readLine("%s", prompt);
  }
}
