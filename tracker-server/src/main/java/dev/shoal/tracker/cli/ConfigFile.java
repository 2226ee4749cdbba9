package dev.shoal.tracker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.shoal.protocol.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the configuration file: a line for each setting, {@code key = value}. Blank lines count for
 * nothing, nor does what follows a {@code #} at the beginning of a line or after a blank.
 */
final class ConfigFile {
  /** Bytes; far more than all settings with a page about each. */
  private static final int LONGEST = 1 << 20;

  private ConfigFile() {}

  /**
   * The values in a file, by setting.
   *
   * @throws ConfigurationException with file, line and what is wrong there
   */
  static Map<Setting<?>, SetValue> read(Path file) throws ConfigurationException {
    try {
      return parse(file.toString(), lines(file));
    } catch (NoSuchFileException e) {
      throw new ConfigurationException("there is no configuration file " + file, e);
    } catch (CharacterCodingException e) {
      throw new ConfigurationException("the configuration file " + file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new ConfigurationException("the configuration file " + file + " cannot be read", e);
    }
  }

  private static List<String> lines(Path file) throws IOException, ConfigurationException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LONGEST + 1);
      if (content.length > LONGEST) {
        throw new ConfigurationException(
            "the configuration file " + file + " is longer than " + LONGEST + " bytes");
      }
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString().lines().toList();
    }
  }

  /** As {@link #read}, of these lines. */
  static Map<Setting<?>, SetValue> parse(String file, List<String> lines)
      throws ConfigurationException {
    Map<Setting<?>, SetValue> values = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = withoutComment(lines.get(i));
      if (!line.isEmpty()) {
        enter(line, file + ":" + (i + 1), values);
      }
    }
    return values;
  }

  private static void enter(String line, String where, Map<Setting<?>, SetValue> values)
      throws ConfigurationException {
    int equals = line.indexOf('=');
    if (equals < 0) {
      throw new ConfigurationException(
          where + ": a line is 'key = value', not '" + PlainText.of(line) + "'");
    }
    String key = line.substring(0, equals).strip();
    Setting<?> setting =
        Settings.named(key)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        where
                            + ": there is no setting '"
                            + PlainText.of(key)
                            + "'; there are "
                            + Settings.names()));
    String value = line.substring(equals + 1).strip();
    setting.check(value, where + ": " + key);
    SetValue earlier = values.put(setting, new SetValue(value, where));
    if (earlier != null) {
      throw new ConfigurationException(
          where + ": " + key + " is set already, at " + earlier.origin());
    }
  }

  private static String withoutComment(String line) {
    return line.replaceFirst("(^|\\s)#.*", "").strip();
  }
}
