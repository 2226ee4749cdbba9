package dev.shoal.peer.cli;

import java.io.File;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/** Whether help is coloured: on a terminal only, and not where somebody asked for none. */
final class Colours {
  private Colours() {}

  /** For the terminal of this process, if it has one. */
  static ColorScheme ofProcess() {
    return Help.defaultColorScheme(of(Tty.isTerminal(1), System.getenv()));
  }

  /**
   * What the environment asks for.
   *
   * @param terminal whether a person sees the text on one
   * @param environment where {@code NO_COLOR}, set to anything, and {@code TERM=dumb} mean none
   */
  static Ansi of(boolean terminal, Map<String, String> environment) {
    if (!terminal || !environment.getOrDefault("NO_COLOR", "").isEmpty() || isDumb(environment)) {
      return Ansi.OFF;
    }
    return File.separatorChar == '\\' ? Ansi.AUTO : Ansi.ON; // not every window takes them there
  }

  /** Whether the terminal can do nothing but take lines. */
  static boolean isDumb(Map<String, String> environment) {
    return environment.getOrDefault("TERM", "").equals("dumb");
  }
}
