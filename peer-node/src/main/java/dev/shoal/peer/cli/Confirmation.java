package dev.shoal.peer.cli;

import java.util.Locale;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Option;

/** Makes sure that what can't be undone is meant. */
final class Confirmation {
  @Option(names = "--yes", description = "Do it. Default: asks on the terminal.")
  private boolean yes;

  /**
   * Whether it is, by the option or else by the answer to a question.
   *
   * @throws IllegalArgumentException if there is nobody to ask
   */
  boolean isMeant(String question, CommandContext context)
      throws Stopped, ExecutionException, InterruptedException {
    if (yes) {
      return true;
    }
    String answer =
        context
            .stop()
            .await(
                Background.call(() -> context.questions().answer(question + " [y/N] ")), () -> {});
    if (answer == null) {
      throw new IllegalArgumentException(
          "there is no terminal to ask whether it is meant: give --yes");
    }
    String word = answer.strip().toLowerCase(Locale.ROOT);
    return word.equals("y") || word.equals("yes");
  }
}
