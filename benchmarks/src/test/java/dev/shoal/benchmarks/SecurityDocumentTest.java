package dev.shoal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every test that SECURITY.md's table of attacks names must be there. */
@Tag("any-jdk")
class SecurityDocumentTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of("protocol", "transport", "tracker-server", "peer-node", "benchmarks");
  private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

  private final Map<String, Path> sources = sources();

  SecurityDocumentTest() throws IOException {}

  @Test
  void shouldNameTestsThatExist() throws IOException {
    for (String row : rows()) {
      Matcher named = NAMED.matcher(row);
      assertThat(named.find()).as("a test in: " + row).isTrue();
      do {
        assertThat(sources).containsKey(named.group(1));
        Path source = Objects.requireNonNull(sources.get(named.group(1)));
        assertThat(Files.readString(source))
            .as(named.group())
            .containsPattern("void " + named.group(2) + "\\(");
      } while (named.find());
    }
  }

  @Test
  void shouldSayWhatHappensAndWhereForEveryAttack() throws IOException {
    assertThat(rows())
        .hasSizeGreaterThan(40)
        .allSatisfy(
            row -> {
              List<String> cells = Stream.of(row.split("\\|", -1)).map(String::strip).toList();
              assertThat(cells).hasSize(6).first().asString().isEmpty();
              assertThat(cells.subList(1, 5)).noneMatch(String::isEmpty);
              assertThat(cells.get(2)).isIn("tracker", "peer", "both", "program");
            });
  }

  /** The rows of the table under its heading, without its head. */
  private static List<String> rows() throws IOException {
    return Files.readString(ROOT.resolve("SECURITY.md"))
        .lines()
        .dropWhile(line -> !line.equals("## Attacks"))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("|"))
        .skip(2)
        .toList();
  }

  /** All sources of tests, by the names of their classes. */
  private static Map<String, Path> sources() throws IOException {
    Map<String, Path> sources = new HashMap<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> sources.put(className(file), file));
      }
    }
    return sources;
  }

  private static String className(Path file) {
    return file.getFileName().toString().replaceFirst("\\.java$", "");
  }
}
