package dev.shoal.peer.cli;

import java.util.Locale;

/** How the program writes what has a fixed set of values. */
final class Words {
  private Words() {}

  /** The value in lower case. */
  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
