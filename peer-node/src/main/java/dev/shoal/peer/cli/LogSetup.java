package dev.shoal.peer.cli;

/**
 * How the program logs: warnings, one line each, on stderr. Named to Logback by a system property,
 * since a configuration where Logback looks by itself would be forced on those who embed a node.
 */
final class LogSetup {
  private LogSetup() {}

  private static final String FILE = "logback.configurationFile";

  /** To be called before the first logger is made. */
  static void install() {
    if (System.getProperty(FILE) == null) {
      System.setProperty(FILE, "dev/shoal/peer/cli/logback.xml");
    }
  }

  /** Everything, with stack traces; to be called before the first logger is made. */
  static void verbose() {
    System.setProperty("shoal.log.level", "DEBUG");
    System.setProperty("shoal.log.trace", "%ex");
  }
}
