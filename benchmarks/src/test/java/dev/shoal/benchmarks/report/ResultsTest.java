package dev.shoal.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private final StringWriter out = new StringWriter();

  @Test
  void shouldPrintRunsMediansAndRatiosAsOneObjectALine() {
    Results results = new Results(new PrintWriter(out), true);
    results.add("a", new Measures().add("speed", 10).add("cost", 1));
    results.add("b", new Measures().add("speed", 4).add("cost", 2));
    results.add("a", new Measures().add("speed", 14).add("cost", 3));
    results.list("a", "finish_s", List.of(1.0, 2.5));
    results.printMedians();
    results.printRatios("a", "b", List.of("speed"));
    List<JsonObject> lines =
        out.toString().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    assertThat(lines)
        .extracting(line -> line.get("kind").getAsString() + " " + line.get("what").getAsString())
        .containsExactly("run a", "run b", "run a", "list a", "median a", "median b", "ratio a");
    assertThat(lines.get(2).get("run").getAsInt()).isEqualTo(2);
    assertThat(lines.get(3).get("finish_s").toString()).isEqualTo("[1.0,2.5]");
    assertThat(lines.get(4).getAsJsonObject("speed").toString())
        .isEqualTo("{\"median\":12.0,\"min\":10.0,\"max\":14.0}");
    assertThat(lines.get(6).get("speed").getAsDouble()).isEqualTo(3);
  }

  @Test
  void shouldPrintATableForAPerson() {
    Results results = new Results(new PrintWriter(out), false);
    results.add("first", new Measures().add("MB_per_s", 1234.5));
    results.add("second", new Measures().add("MB_per_s", 2));
    assertThat(out.toString().lines().map(String::strip))
        .containsExactly(
            "MB_per_s",
            "first                                  1,235",
            "second                                 2.000");
  }

  @Test
  void shouldSayNothingOfRatiosToWhatWasNotMeasured() {
    Results results = new Results(new PrintWriter(out), true);
    results.printRatios("a", "b", List.of("speed"));
    assertThat(out.toString()).isEmpty();
  }
}
