package dev.shoal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.shoal.protocol.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the configuration files of programs: a line for each setting, {@code key = value}. Blank
 * lines count for nothing, nor does what follows a {@code #} at the beginning of a line or after a
 * blank. What keys there are is for the program to say.
 */
public final class SettingsFile {
  /** Bytes; far more than all settings with a page about each. */
  private static final int LONGEST = 1 << 20;

  private SettingsFile() {}

  /**
   * One setting.
   *
   * @param key as written
   * @param value may be empty
   * @param where it is written, {@code file:line}
   */
  public record Line(String key, String value, String where) {}

  /**
   * The settings in a file, in its order.
   *
   * @throws IOException whose message is a sentence for a person, with file and line
   */
  public static List<Line> read(Path file) throws IOException {
    try {
      return parse(file.toString(), lines(file));
    } catch (NoSuchFileException e) {
      throw new IOException("there is no configuration file " + file, e);
    } catch (CharacterCodingException e) {
      throw new IOException("the configuration file " + file + " is not UTF-8 text", e);
    }
  }

  /**
   * As {@link #read}, of these lines.
   *
   * @param file what it is called
   * @throws IOException whose message is a sentence for a person, with file and line
   */
  public static List<Line> parse(String file, List<String> lines) throws IOException {
    List<Line> settings = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = withoutComment(lines.get(i));
      if (!line.isEmpty()) {
        settings.add(setting(line, file + ":" + (i + 1)));
      }
    }
    return settings;
  }

  private static Line setting(String line, String where) throws IOException {
    int equals = line.indexOf('=');
    if (equals < 0) {
      throw new IOException(where + ": a line is 'key = value', not '" + PlainText.of(line) + "'");
    }
    return new Line(line.substring(0, equals).strip(), line.substring(equals + 1).strip(), where);
  }

  private static List<String> lines(Path file) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(LONGEST + 1);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("the configuration file " + file + " cannot be read", e);
    }
    if (content.length > LONGEST) {
      throw new IOException(
          "the configuration file " + file + " is longer than " + LONGEST + " bytes");
    }
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString().lines().toList();
  }

  private static String withoutComment(String line) {
    return line.replaceFirst("(^|\\s)#.*", "").strip();
  }
}
