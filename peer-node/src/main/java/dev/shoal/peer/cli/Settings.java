package dev.shoal.peer.cli;

import dev.shoal.protocol.PlainText;
import dev.shoal.transport.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the environment and the configuration file say of options, by their long names: the
 * environment counts before the file, and what is given with a command before both. Read when it is
 * first asked for. For one thread.
 */
final class Settings {
  /** The option that names the file. */
  static final String FILE_OPTION = "--config";

  /** Between values of an option that has several. */
  static final String SEPARATOR = "\n";

  private static final String FILE_VARIABLE = SettingKeys.variable("config");

  private final List<String> args;
  private final Map<String, String> environment;
  private final Path usualFile;
  private @Nullable Map<String, Value> values;

  private Settings(List<String> args, Map<String, String> environment, Path usualFile) {
    this.args = List.copyOf(args);
    this.environment = Map.copyOf(environment);
    this.usualFile = usualFile;
  }

  /**
   * What was set.
   *
   * @param text as written; of several values with {@link #SEPARATOR} between
   * @param origin where, for a person
   */
  record Value(String text, String origin) {}

  /** Those of a command line that names the file, or doesn't. */
  static Settings of(List<String> args, Map<String, String> environment) {
    Path home = Path.of(System.getProperty("user.home"));
    return of(args, environment, home.resolve(".shoal").resolve("config"));
  }

  /**
   * Those of a command line.
   *
   * @param usualFile read if it is there, and no other is named
   */
  static Settings of(List<String> args, Map<String, String> environment, Path usualFile) {
    return new Settings(args, environment, usualFile);
  }

  /** None, whatever is there. */
  static Settings none() {
    Settings none = new Settings(List.of(), Map.of(), Path.of(""));
    none.values = Map.of();
    return none;
  }

  /** What is set for an option; empty if nothing is. */
  Optional<Value> get(String key) throws SettingException {
    return Optional.ofNullable(values().get(key));
  }

  /** The file that is read, whether it is there or not. */
  Path file() throws SettingException {
    String named = named();
    try {
      return named == null ? usualFile : Path.of(named);
    } catch (InvalidPathException e) {
      throw new SettingException("no configuration file can be called that", e);
    }
  }

  private Map<String, Value> values() throws SettingException {
    if (values == null) {
      Map<String, Value> found = new LinkedHashMap<>();
      if (named() != null || Files.exists(usualFile)) {
        readFile(file(), found);
      }
      readEnvironment(found);
      values = found;
    }
    return values;
  }

  private @Nullable String named() {
    int end = args.contains("--") ? args.indexOf("--") : args.size();
    for (int i = 0; i < end; i++) {
      String arg = args.get(i);
      if (arg.equals(FILE_OPTION) && i + 1 < end) {
        return args.get(i + 1);
      }
      if (arg.startsWith(FILE_OPTION + "=")) {
        return arg.substring(FILE_OPTION.length() + 1);
      }
    }
    String variable = environment.get(FILE_VARIABLE);
    return variable == null || variable.isEmpty() ? null : variable;
  }

  private static void readFile(Path file, Map<String, Value> found) throws SettingException {
    try {
      for (SettingsFile.Line line : SettingsFile.read(file)) {
        enter(line, found);
      }
    } catch (IOException e) {
      throw new SettingException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void enter(SettingsFile.Line line, Map<String, Value> found)
      throws SettingException {
    String key = line.key();
    if (!SettingKeys.contains(key)) {
      throw new SettingException(
          line.where()
              + ": there is no setting '"
              + PlainText.of(key)
              + "'; "
              + SettingKeys.like(key).map(like -> "did you mean '" + like + "'? ").orElse("")
              + "'shoal config' lists all");
    }
    Value earlier = found.get(key);
    if (earlier == null) {
      found.put(key, new Value(line.value(), line.where()));
    } else if (SettingKeys.isRepeated(key)) {
      String both = earlier.text() + SEPARATOR + line.value();
      found.put(key, new Value(both, earlier.origin() + ", " + line.where()));
    } else {
      throw new SettingException(
          line.where() + ": " + key + " is set already, at " + earlier.origin());
    }
  }

  private void readEnvironment(Map<String, Value> found) {
    for (String key : SettingKeys.all()) {
      String variable = SettingKeys.variable(key);
      String text = environment.get(variable);
      if (text != null && !text.isEmpty()) {
        String values = SettingKeys.isRepeated(key) ? text.replace(",", SEPARATOR) : text;
        found.put(key, new Value(values, variable));
      }
    }
  }
}
