package dev.shoal.tracker.cli;

import dev.shoal.protocol.PlainText;
import dev.shoal.transport.SettingsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the tracker's settings from a {@linkplain SettingsFile configuration file}. */
final class ConfigFile {
  private ConfigFile() {}

  /**
   * The values in a file, by setting.
   *
   * @throws ConfigurationException with file, line and what is wrong there
   */
  static Map<Setting<?>, SetValue> read(Path file) throws ConfigurationException {
    try {
      return values(SettingsFile.read(file));
    } catch (IOException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  /** As {@link #read}, of these lines. */
  static Map<Setting<?>, SetValue> parse(String file, List<String> lines)
      throws ConfigurationException {
    try {
      return values(SettingsFile.parse(file, lines));
    } catch (IOException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Map<Setting<?>, SetValue> values(List<SettingsFile.Line> lines)
      throws ConfigurationException {
    Map<Setting<?>, SetValue> values = new LinkedHashMap<>();
    for (SettingsFile.Line line : lines) {
      enter(line, values);
    }
    return values;
  }

  private static void enter(SettingsFile.Line line, Map<Setting<?>, SetValue> values)
      throws ConfigurationException {
    Setting<?> setting =
        Settings.named(line.key())
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        line.where()
                            + ": there is no setting '"
                            + PlainText.of(line.key())
                            + "'; there are "
                            + Settings.names()));
    setting.check(line.value(), line.where() + ": " + line.key());
    SetValue earlier = values.put(setting, new SetValue(line.value(), line.where()));
    if (earlier != null) {
      throw new ConfigurationException(
          line.where() + ": " + line.key() + " is set already, at " + earlier.origin());
    }
  }
}
