package dev.shoal.peer.cli;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which options can be set by a configuration: all but those that say what a command does this
 * once. They are named here, rather than asked of the commands, so that a command need not make all
 * others when it is started.
 */
final class SettingKeys {
  private SettingKeys() {}

  private static final int SHORT = 3;

  private static final String VARIABLE_PREFIX = "SHOAL_";

  /** The long names of options, without dashes. */
  private static final Set<String> KEYS =
      Set.of(
          "allow",
          "authorities",
          "bind",
          "certificate",
          "certificate-key",
          "chunk-size",
          "console",
          "console-host",
          "data",
          "download-limit",
          "downloads",
          "everywhere",
          "fetch-group",
          "files",
          "group",
          "join",
          "json",
          "keep-seeding",
          "limit",
          "metrics",
          "no-node",
          "order",
          "overwrite",
          "password-file",
          "port",
          "quiet",
          "source",
          "tag",
          "tls",
          "tracker",
          "tracker-fingerprint",
          "upload-limit",
          "verbose",
          "wait",
          "watch");

  /** Those that can be given several times, so that they can have several lines in a file. */
  private static final Set<String> REPEATED =
      Set.of("allow", "console-host", "fetch-group", "group", "source", "tag", "tracker", "watch");

  static boolean contains(String key) {
    return KEYS.contains(key);
  }

  /** The one that somebody may have meant who has written something else. */
  static Optional<String> like(String word) {
    String usual = word.toLowerCase(Locale.ROOT).replace('_', '-');
    int most = usual.length() > SHORT ? 2 : 1; // after more it is another word
    return all().stream()
        .filter(key -> changes(usual, key) <= most)
        .min(Comparator.comparingInt(key -> changes(usual, key)));
  }

  /** How many letters have to be added, left out or replaced to make one word of another. */
  private static int changes(String from, String to) {
    int[] row = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }

  static boolean isRepeated(String key) {
    return REPEATED.contains(key);
  }

  /** All of them, in order. */
  static Set<String> all() {
    return new TreeSet<>(KEYS);
  }

  /** The environment variable for a key. */
  static String variable(String key) {
    return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
