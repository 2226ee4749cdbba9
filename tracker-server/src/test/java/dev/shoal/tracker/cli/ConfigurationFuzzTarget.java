package dev.shoal.tracker.cli;

import dev.shoal.protocol.PlainText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * What Jazzer calls with each of its inputs: they are taken for a tracker's configuration file.
 * Whatever is not refused with a sentence can be handed to a tracker's builder, and is read back
 * the same from what {@code config} prints. Hosts are not looked up: that would try the machine's
 * resolver.
 */
public final class ConfigurationFuzzTarget {
  private static final Pattern NO_LOOK_UP =
      Pattern.compile("(?!.*bind).*|\\s*(http-)?bind\\s*=\\s*(\\*|127\\.0\\.0\\.1|::1)\\s*");

  private ConfigurationFuzzTarget() {}

  /** Files that are taken. */
  static List<byte[]> seeds() {
    StringBuilder defaults = new StringBuilder();
    Settings.ALL.forEach(
        setting ->
            defaults
                .append(setting.name())
                .append(" = ")
                .append(setting.defaultText())
                .append('\n'));
    return List.of(
        defaults.toString().getBytes(StandardCharsets.UTF_8),
        file("# nothing\n\n"),
        file("port = 0\nbind = ::1\nhttp-port = 8080\r\ndata = /var/lib/shoal # here\n"),
        file("mode = closed\nrequire-tls = true\ntransport = nio\nbytes-per-second = 16KiB\n"),
        file("certificate = a.pem\ncertificate-key = b.pem\nauthorities=~/c.pem\nlease = 24h\n"),
        file("heartbeat = 500ms\nsend-backlog = 65536\nlogins-per-second = 4\nbind=*"));
  }

  private static byte[] file(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads one input; whatever is thrown is a finding. */
  public static void fuzzerTestOneInput(byte[] input) {
    isTaken(input);
  }

  /** Reads one input; whether a tracker takes it. */
  static boolean isTaken(byte[] input) {
    List<String> lines =
        new String(input, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> NO_LOOK_UP.matcher(line).matches())
            .toList();
    Map<Setting<?>, SetValue> values;
    try {
      values = ConfigFile.parse("fuzzed", lines);
    } catch (ConfigurationException e) {
      checkSentence(e);
      return false;
    }
    Map<String, String> texts = texts(values);
    Configuration configuration;
    try {
      configuration = Configuration.gather(texts, Map.of());
      List<String> printed = print(configuration);
      Map<String, String> again = texts(ConfigFile.parse("printed", printed));
      again.keySet().retainAll(texts.keySet());
      require(again.equals(texts), "what was read is not what was written: " + texts + again);
    } catch (ConfigurationException e) {
      throw new AssertionError(e);
    }
    try {
      configuration.toBuilder();
      return true;
    } catch (ConfigurationException e) {
      checkSentence(e);
      return false;
    }
  }

  private static Map<String, String> texts(Map<Setting<?>, SetValue> values) {
    Map<String, String> texts = new HashMap<>();
    values.forEach((setting, value) -> texts.put(setting.name(), value.text()));
    return texts;
  }

  private static List<String> print(Configuration configuration) {
    StringWriter printed = new StringWriter();
    int exit =
        new CommandLine(new ConfigCommand(() -> configuration))
            .setOut(new PrintWriter(printed))
            .execute();
    require(exit == 0, "can't be printed");
    return printed.toString().lines().toList();
  }

  private static void checkSentence(ConfigurationException refusal) {
    String sentence = String.valueOf(refusal.getMessage());
    require(sentence.startsWith(PlainText.of(sentence)), "a sentence with escapes");
    require(sentence.length() < 4000, "a sentence without end");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
