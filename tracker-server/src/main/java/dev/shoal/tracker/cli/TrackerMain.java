package dev.shoal.tracker.cli;

/** The program: a tracker, and what goes with running one. */
public final class TrackerMain {
  private TrackerMain() {}

  /** Runs the program. */
  public static void main(String[] args) {
    // Before the first logger: the program's log set-up must not be found by those who embed us.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "dev/shoal/tracker/cli/logback.xml");
    }
    System.exit(Program.commandLine(System.getenv()).execute(args));
  }
}
