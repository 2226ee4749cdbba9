package dev.shoal.tracker.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** The flags on the command line, one for each setting, and what was given with them. */
final class SettingFlags {
  private final Map<String, String> given = new LinkedHashMap<>();

  /** Adds the flags to a command and to its subcommands. */
  void addTo(CommandSpec command) {
    command.addOption(
        option(
            Configuration.FILE,
            "FILE",
            "Configuration file: a line 'name = value' for each setting, named as here but without"
                + " the dashes."));
    for (Setting<?> setting : Settings.ALL) {
      command.addOption(
          option(
              setting.name(),
              setting.kind().placeholder(),
              setting.sentence() + " Default: " + setting.defaultText() + "."));
    }
  }

  /** The values by the names of settings. */
  Map<String, String> given() {
    return given;
  }

  private OptionSpec option(String name, String placeholder, String description) {
    return OptionSpec.builder("--" + name)
        .paramLabel(placeholder)
        .description(description.replace("%", "%%"))
        .type(String.class)
        .scopeType(ScopeType.INHERIT)
        .setter(new Keeper(name))
        .build();
  }

  /** Keeps what picocli sets; it also sets the absence of a value, before it reads any. */
  private final class Keeper implements ISetter {
    private final String name;

    Keeper(String name) {
      this.name = name;
    }

    @Override
    public <T> @Nullable T set(@Nullable T value) {
      if (value != null) {
        given.put(name, value.toString());
      }
      return null;
    }
  }
}
