package dev.shoal.tracker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the unit for systemd and the container file pass to the program must exist. */
class DistTest {
  private static final Pattern VARIABLE = Pattern.compile("(SHOAL_TRACKER_[A-Z_]+)=([^\\s\"]*)");
  private static final Pattern FLAG = Pattern.compile("[ \"](--[a-z-]+)");

  @ParameterizedTest
  @ValueSource(strings = {"shoal-tracker.service", "Containerfile"})
  void shouldPassNothingThatDoesNotExist(String file) throws Exception {
    String text = effective(file);

    Configuration configuration = Configuration.gather(Map.of(), variables(text));
    assertThat(configuration.strangers()).isEmpty();
    assertThat(configuration.get(Settings.DATA).origin()).isEqualTo("SHOAL_TRACKER_DATA");
    assertThat(flags(text)).isSubsetOf(Settings.ALL.stream().map(Setting::flag).toList());
  }

  /** Without comments, and of the container file only what the program is run with. */
  private static String effective(String file) throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src", "dist", file)).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    String text = String.join("\n", lines);
    return text.substring(Math.max(0, text.indexOf("ENV ")));
  }

  private static Map<String, String> variables(String text) {
    Map<String, String> variables = new HashMap<>();
    Matcher matcher = VARIABLE.matcher(text);
    while (matcher.find()) {
      variables.put(matcher.group(1), matcher.group(2));
    }
    return variables;
  }

  /** What follows the jar on the line that starts the program; of docker's own there are others. */
  private static List<String> flags(String text) {
    return text.lines()
        .filter(line -> line.contains("tracker-server.jar"))
        .flatMap(line -> FLAG.matcher(line).results())
        .map(match -> match.group(1))
        .toList();
  }
}
