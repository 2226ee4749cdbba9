package dev.shoal.tracker.cli;

import dev.shoal.tracker.TrackerServerBuilder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The value of every setting, and where it comes from: a flag before an environment variable before
 * the configuration file before the default.
 */
final class Configuration {
  /** What names the configuration file, as a flag and as a variable. */
  static final String FILE = "config";

  private static final String DEFAULT = "default";

  private final Map<Setting<?>, SetValue> values;
  private final List<String> strangers;

  private Configuration(Map<Setting<?>, SetValue> values, List<String> strangers) {
    this.values = values;
    this.strangers = strangers;
  }

  /**
   * Gathers the values.
   *
   * @param flags values by the names of settings
   * @param environment the process's; variables that are empty count as not set
   * @throws ConfigurationException if any is wrong
   */
  static Configuration gather(Map<String, String> flags, Map<String, String> environment)
      throws ConfigurationException {
    Map<Setting<?>, SetValue> file = file(flags, environment);
    Map<Setting<?>, SetValue> values = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      String flag = flags.get(setting.name());
      String variable = variable(setting.name(), environment);
      if (flag != null) {
        setting.check(flag, setting.flag());
      }
      if (variable != null) {
        setting.check(variable, setting.variable());
      }
      values.put(
          setting,
          flag != null
              ? new SetValue(flag, setting.flag())
              : variable != null
                  ? new SetValue(variable, setting.variable())
                  : file.getOrDefault(setting, new SetValue(setting.defaultText(), DEFAULT)));
    }
    return new Configuration(values, strangers(environment));
  }

  /** The value of a setting. */
  SetValue get(Setting<?> setting) {
    return Objects.requireNonNull(values.get(setting));
  }

  /** Variables that look like settings and are none. */
  List<String> strangers() {
    return strangers;
  }

  /** Where a tracker keeps things. */
  Path dataDirectory() {
    return Settings.DATA.kind().read(get(Settings.DATA).text());
  }

  /**
   * A tracker's builder, set.
   *
   * @throws ConfigurationException if values do not go together
   */
  TrackerServerBuilder toBuilder() throws ConfigurationException {
    Draft draft = new Draft();
    values.forEach((setting, value) -> setting.set(draft, value.text()));
    Map<String, String> limits = new LinkedHashMap<>();
    Settings.LIMITS.forEach(setting -> limits.put(setting.name(), get(setting).text()));
    try {
      return draft.finish().limitsShown(limits);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Map<Setting<?>, SetValue> file(
      Map<String, String> flags, Map<String, String> environment) throws ConfigurationException {
    String name = flags.get(FILE);
    String chosen = name == null ? variable(FILE, environment) : name;
    try {
      return chosen == null ? Map.of() : ConfigFile.read(Path.of(chosen));
    } catch (InvalidPathException e) {
      throw new ConfigurationException("no configuration file can be called that", e);
    }
  }

  private static @Nullable String variable(String name, Map<String, String> environment) {
    String value = environment.get(Setting.variable(name));
    return value == null || value.isEmpty() ? null : value;
  }

  private static List<String> strangers(Map<String, String> environment) {
    List<String> known =
        Stream.concat(
                Stream.of(Setting.variable(FILE)), Settings.ALL.stream().map(Setting::variable))
            .toList();
    return environment.keySet().stream()
        .filter(variable -> Setting.isVariable(variable) && !known.contains(variable))
        .sorted()
        .toList();
  }
}
