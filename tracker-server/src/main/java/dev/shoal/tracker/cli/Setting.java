package dev.shoal.tracker.cli;

import dev.shoal.protocol.PlainText;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * One thing that can be set, in the configuration file, by an environment variable or by a flag.
 *
 * @param name in kebab case: the key in the file, and the flag behind two dashes
 * @param kind how its values are written
 * @param defaultText the value when nobody sets it, as it would be written
 * @param sentence what it is, for a person
 * @param apply hands a value to the builder that it is for
 */
record Setting<T>(
    String name,
    ValueKind<T> kind,
    String defaultText,
    String sentence,
    BiConsumer<Draft, T> apply) {

  private static final String VARIABLE_PREFIX = "SHOAL_TRACKER_";

  /** On the command line. */
  String flag() {
    return "--" + name;
  }

  /** In the environment. */
  String variable() {
    return variable(name);
  }

  /** The environment variable that goes with a name. */
  static String variable(String name) {
    return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** Whether an environment variable looks as if it were meant for the tracker. */
  static boolean isVariable(String variable) {
    return variable.startsWith(VARIABLE_PREFIX);
  }

  /**
   * Checks that this is a value for it.
   *
   * @param where the value comes from, for the sentence
   * @throws ConfigurationException that says what a value looks like
   */
  void check(String text, String where) throws ConfigurationException {
    try {
      kind.read(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          where + " must be " + kind.expected() + ", not '" + PlainText.of(text) + "'", e);
    }
  }

  /** Hands over a value that has been checked. */
  void set(Draft draft, String text) {
    apply.accept(draft, kind.read(text));
  }
}
