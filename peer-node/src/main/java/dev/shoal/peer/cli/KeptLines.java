package dev.shoal.peer.cli;

import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Decides which lines of a session are kept for later ones: those that are understood, so that it
 * is certain that no code, and no password in the wrong place, is among their words.
 */
final class KeptLines {
  /** How commands label what lets somebody in. */
  private static final String SECRET = "CODE";

  /**
   * An option of the commands that ask for a password, which may be typed too soon, or in place of
   * the file's name.
   */
  private static final String ASKING = "--password-file";

  private final CommandLine commands;

  /**
   * @param commands of the session; used by one thread at a time
   */
  KeptLines(CommandLine commands) {
    this.commands = commands;
  }

  /** Whether a line may be kept. */
  boolean keeps(String line) {
    try {
      List<String> words = OldNames.translated(ShellWords.split(line));
      if (words.stream().anyMatch(word -> word.startsWith(ASKING))) {
        return false;
      }
      CommandLine command = commands;
      int at = 0;
      while (at < words.size() && command.getSubcommands().containsKey(words.get(at))) {
        command = Objects.requireNonNull(command.getSubcommands().get(words.get(at)));
        at++;
      }
      return at > 0
          && (at == words.size() || command.getSubcommands().isEmpty())
          && (!isSensitive(command) || isPlain(words));
    } catch (IllegalArgumentException e) {
      return false; // a quote is not closed
    }
  }

  private static boolean isSensitive(CommandLine command) {
    return command.getCommandSpec().findOption(ASKING) != null
        || command.getCommandSpec().args().stream().anyMatch(KeptLines::isSecret);
  }

  private boolean isPlain(List<String> words) {
    try {
      ParseResult parsed = commands.parseArgs(words.toArray(String[]::new));
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
      }
      return parsed.matchedArgs().stream().noneMatch(KeptLines::isSecret);
    } catch (ParameterException e) {
      return false;
    }
  }

  private static boolean isSecret(ArgSpec argument) {
    return argument.paramLabel().equals(SECRET);
  }
}
