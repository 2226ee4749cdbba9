package dev.shoal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private final Map<String, List<String>> sources = sources();

  SecurityDocumentTest() throws IOException {}

  @Test
  void shouldNameTestsThatExist() throws IOException {
    for (String row : rows()) {
      Matcher named = NAMED.matcher(row);
      assertThat(named.find()).as("a test in: " + row).isTrue();
      do {
        String method = "\n  void " + named.group(2) + "(";
        assertThat(sources.getOrDefault(named.group(1), List.of()))
            .as(named.group())
            .anyMatch(source -> source.contains(method));
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

  /** All sources of tests, by the simple names of their classes, which several may have. */
  private static Map<String, List<String>> sources() throws IOException {
    Map<String, List<String>> sources = new HashMap<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
          sources
              .computeIfAbsent(className(file), name -> new ArrayList<>())
              .add(Files.readString(file));
        }
      }
    }
    return sources;
  }

  private static String className(Path file) {
    return file.getFileName().toString().replaceFirst("\\.java$", "");
  }
}
