package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Colours can be told apart by people who see less well (WCAG 2.2, level AA), by day and by night.
 */
class PageColoursTest {
  private static final Pattern COLOUR =
      Pattern.compile("--([a-z-]+): light-dark\\(#([0-9a-f]{6}), #([0-9a-f]{6})\\);");

  private static final double TEXT = 4.5;

  /** Of what is no text: edges of fields, bars. */
  private static final double SHAPE = 3;

  private record Pair(int light, int dark) {}

  @ParameterizedTest
  @CsvSource({
    "text, back",
    "text, card",
    "text, raised",
    "text, hover",
    "text, track",
    "text, busy-back",
    "quiet, back",
    "quiet, card",
    "quiet, raised",
    "quiet, hover",
    "quiet, track",
    "accent, back",
    "accent, card",
    "accent, raised",
    "accent, busy-back",
    "accent-hover, card",
    "on-accent, accent",
    "on-accent, accent-hover",
    "card, bad",
    "good, good-back",
    "wait, wait-back",
    "bad, bad-back",
    "wait, card",
    "bad, card",
    "bad, back",
    "down, card",
    "up, card",
  })
  void shouldMakeTextReadable(String text, String back) throws IOException {
    assertContrast(text, back, TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "edge, card",
    "edge, back",
    "edge, raised",
    "edge, track",
    "accent, track",
    "bad, track",
    "accent, chunk-asked",
  })
  void shouldMakeEdgesAndBarsSeen(String shape, String back) throws IOException {
    assertContrast(shape, back, SHAPE);
  }

  @Test
  void shouldBeTheColoursOfTheTrackersPage() throws IOException {
    Map<String, Pair> tracker;
    try (InputStream in =
        PageColoursTest.class.getResourceAsStream("/dev/shoal/tracker/internal/http/status.css")) {
      tracker =
          colours(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }
    assertThat(tracker).containsKeys("text", "quiet", "back", "card", "line");
    assertThat(console()).containsAllEntriesOf(tracker);
  }

  private static void assertContrast(String one, String other, double least) throws IOException {
    Map<String, Pair> colours = console();
    assertThat(colours).containsKeys(one, other);
    Pair front = Objects.requireNonNull(colours.get(one));
    Pair back = Objects.requireNonNull(colours.get(other));
    assertThat(contrast(front.light, back.light))
        .as("%s on %s, light", one, other)
        .isGreaterThanOrEqualTo(least);
    assertThat(contrast(front.dark, back.dark))
        .as("%s on %s, dark", one, other)
        .isGreaterThanOrEqualTo(least);
  }

  private static Map<String, Pair> console() throws IOException {
    return colours(Files.readString(PageFilesOnDisk.DIRECTORY.resolve("console.css")));
  }

  private static Map<String, Pair> colours(String css) {
    Map<String, Pair> found = new TreeMap<>();
    Matcher each = COLOUR.matcher(css);
    while (each.find()) {
      found.put(
          each.group(1),
          new Pair(Integer.parseInt(each.group(2), 16), Integer.parseInt(each.group(3), 16)));
    }
    return found;
  }

  private static double contrast(int one, int other) {
    double first = luminance(one);
    double second = luminance(other);
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
  }

  private static double luminance(int rgb) {
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
  }

  private static double linear(int component) {
    double part = (component & 0xff) / 255.0;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }
}
