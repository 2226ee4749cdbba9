package dev.shoal.peer.cli;

import dev.shoal.protocol.PlainText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** Shows what is set for options, and where. */
@Command(
    name = "config",
    description = {
      "Shows every option that can be set, its value and where that comes from, in the form of the"
          + " configuration file.",
      "A line there is 'option = value', # begins a comment; an option that takes several values may"
          + " have several lines. A variable SHOAL_OPTION in the environment counts before the"
          + " file, several values with commas between, and what a command is given before both."
    })
final class ConfigCommand extends ShoalCommand {
  private static final int COLUMN = 40;
  private static final String DEFAULT = "Default: ";

  ConfigCommand(CommandContext context) {
    super(context);
  }

  /**
   * One line of {@code config --json}.
   *
   * @param option without dashes
   * @param values none: nothing is set
   * @param origin where they are set
   * @param otherwise what counts if nothing is set, in words
   */
  record Line(
      String option,
      @Nullable List<String> values,
      @Nullable String origin,
      @Nullable String otherwise) {
    private String text() {
      if (values == null) {
        return padded("# " + option) + "# default: " + otherwise;
      }
      StringBuilder lines = new StringBuilder();
      for (String value : values) {
        lines.append(lines.isEmpty() ? "" : System.lineSeparator());
        lines.append(padded(option + " = " + PlainText.of(value))).append("# ").append(origin);
      }
      return lines.toString();
    }

    private static String padded(String text) {
      return text + " ".repeat(Math.max(1, COLUMN - text.length()));
    }
  }

  @Override
  int run(Output output) throws Exception {
    Settings settings = context().settings();
    Map<String, String> defaults = defaults(ShoalMain.commandLine(context()));
    try {
      output.text("# " + PlainText.of(settings.file().toString()));
      for (String key : SettingKeys.all()) {
        Optional<Settings.Value> value = settings.get(key);
        Line line =
            new Line(
                key,
                value
                    .map(set -> Arrays.asList(set.text().split(Settings.SEPARATOR, -1)))
                    .orElse(null),
                value.map(Settings.Value::origin).orElse(null),
                value.isPresent() ? null : defaults.get(key));
        output.result(line.text(), line);
      }
    } catch (SettingException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    return ExitCodes.DONE;
  }

  /** What the descriptions of options say, of those that several commands have the first one's. */
  private static Map<String, String> defaults(CommandLine line) {
    Map<String, String> defaults = new LinkedHashMap<>();
    for (CommandLine command : line.getSubcommands().values()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        String description = String.join(" ", option.description());
        int at = description.lastIndexOf(DEFAULT);
        if (at >= 0) {
          String words = description.substring(at + DEFAULT.length());
          defaults.putIfAbsent(SettingDefaults.key(option), words.substring(0, words.length() - 1));
        }
      }
      defaults(command).forEach(defaults::putIfAbsent);
    }
    return defaults;
  }
}
