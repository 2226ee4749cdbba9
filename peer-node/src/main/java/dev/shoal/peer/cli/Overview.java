package dev.shoal.peer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;

/**
 * What {@code shoal --help} says. Written here rather than by Picocli: people ask for it first and
 * often, and loading Picocli takes several times as long as everything else.
 */
final class Overview {
  private static final Set<String> ASKING = Set.of("--help", "-h");
  private static final int NARROWEST = 40;
  private static final int USUAL_WIDTH = 80;
  private static final String COLUMNS = "COLUMNS";

  private static final List<String[]> OPTIONS =
      List.of(
          new String[] {"-h, --help", "Show this help, or that of a command, and exit."},
          new String[] {"-V, --version", "Print the version and exit."},
          new String[] {
            "    --config=FILE",
            "Configuration file, 'option = value' a line, for options that are not given; 'shoal"
                + " config' lists them. Default: ~/.shoal/config if it is there."
          });

  private final StringBuilder text = new StringBuilder();
  private final int width;

  private Overview(int width) {
    this.width = width;
  }

  /** Whether a command line asks for nothing else. */
  static boolean isWanted(String[] args) {
    return args.length == 1 && ASKING.contains(args[0]);
  }

  /** As wide as the shell says that the terminal is. */
  static String text() {
    String columns = System.getenv(COLUMNS);
    boolean known = columns != null && columns.matches("\\d{1,4}");
    return text(known ? Integer.parseInt(columns) : USUAL_WIDTH);
  }

  static String text(int width) {
    return new Overview(Math.max(NARROWEST, width)).write();
  }

  private String write() {
    Command program = described(ShoalMain.class);
    line("Usage: shoal COMMAND ...", "");
    line(String.join(" ", program.description()), "");
    line("'shoal COMMAND --help' tells how a command is used.", "");
    text.append(System.lineSeparator());
    table(OPTIONS);
    text.append(String.format("%nCommands:%n"));
    List<String[]> commands = new ArrayList<>();
    for (ProgramCommands.Entry entry : ProgramCommands.all()) {
      String summary = described(entry.type()).description()[0];
      commands.add(new String[] {entry.name(), summary});
    }
    table(commands);
    text.append(program.exitCodeListHeading().replace("%n", System.lineSeparator()));
    List<String[]> exitCodes = new ArrayList<>();
    for (String exitCode : program.exitCodeList()) {
      exitCodes.add(exitCode.split(":", 2));
    }
    table(exitCodes);
    return text.toString();
  }

  private static Command described(Class<?> type) {
    Command command = type.getAnnotation(Command.class);
    if (command == null) {
      throw new IllegalStateException(type + " is no command");
    }
    return command;
  }

  private void table(List<String[]> rows) {
    int column = 0;
    for (String[] row : rows) {
      column = Math.max(column, row[0].length());
    }
    for (String[] row : rows) {
      String head = "  " + row[0] + " ".repeat(column - row[0].length()) + "  ";
      line(head + row[1], " ".repeat(head.length()));
    }
  }

  /** A line, or several, of which all but the first are indented. */
  private void line(String whole, String indent) {
    String rest = whole;
    while (rest.length() > width) {
      int end = rest.lastIndexOf(' ', width);
      if (end <= indent.length()) {
        end = rest.indexOf(' ', width); // a word that is too long for one
      }
      if (end < 0) {
        break;
      }
      text.append(rest, 0, end).append(System.lineSeparator());
      rest = indent + rest.substring(end + 1);
    }
    text.append(rest).append(System.lineSeparator());
  }
}
