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
    // Before the first buffer: watching some of them for leaks takes a 20th of a query's time.
    if (System.getProperty("io.netty.leakDetection.level") == null) {
      System.setProperty("io.netty.leakDetection.level", "disabled");
    }
    System.exit(Program.commandLine(System.getenv()).execute(args));
  }
}
