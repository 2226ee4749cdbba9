package dev.shoal.peer.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which options can be set by a configuration: all but those that say what a command does this
 * once. They are named here, rather than asked of the commands, so that a command need not make all
 * others when it is started.
 */
final class SettingKeys {
  private SettingKeys() {}

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
    return Nearest.to(word.toLowerCase(Locale.ROOT).replace('_', '-'), KEYS);
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
