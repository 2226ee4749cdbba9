package dev.shoal.benchmarks.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints what was measured as it comes, and its medians at the end: as a table, or as one JSON
 * object a line. Not thread-safe.
 */
public final class Results {
  private static final int NAME_WIDTH = 34;
  private static final int LEAST_WIDTH = 8;

  private final PrintWriter out;
  private final boolean json;
  private final Map<String, List<Measures>> runs = new LinkedHashMap<>();
  private String heading = "";

  /** Nothing was measured yet. */
  public Results(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * One run.
   *
   * @param what was measured; runs of the same name count together
   */
  public void add(String what, Measures measures) {
    List<Measures> all = runs.computeIfAbsent(what, name -> new ArrayList<>());
    all.add(measures);
    if (json) {
      JsonObject line = line("run", what);
      line.addProperty("run", all.size());
      measures.values().forEach((name, value) -> line.addProperty(name, shortened(value)));
      out.println(line);
    } else {
      printHeading(measures.values());
      printRow(what, measures.values());
    }
    out.flush();
  }

  /** Numbers of the run before that belong together. */
  public void list(String what, String name, List<Double> numbers) {
    if (json) {
      JsonObject line = line("list", what);
      JsonArray array = new JsonArray();
      numbers.forEach(number -> array.add(shortened(number)));
      line.add(name, array);
      out.println(line);
    } else {
      StringBuilder text = new StringBuilder("  " + name + ":");
      numbers.forEach(number -> text.append(' ').append(round(number)));
      out.println(text);
    }
    out.flush();
  }

  /** The median of each number by itself, with the smallest and the largest, of all runs so far. */
  public void printMedians() {
    heading = "";
    runs.forEach(this::printMedian);
    out.flush();
  }

  /**
   * How many times as large the medians of one are as those of another.
   *
   * @param numbers whose ratios are told
   */
  public void printRatios(String what, String beside, List<String> numbers) {
    if (!runs.containsKey(what) || !runs.containsKey(beside)) {
      return;
    }
    Map<String, Double> ratios = new LinkedHashMap<>();
    for (String number : numbers) {
      ratios.put(number, median(what, number) / median(beside, number));
    }
    if (json) {
      JsonObject line = line("ratio", what);
      line.addProperty("beside", beside);
      ratios.forEach((name, ratio) -> line.addProperty(name, shortened(ratio)));
      out.println(line);
    } else {
      StringBuilder text = new StringBuilder(what + " / " + beside + ":");
      ratios.forEach(
          (name, ratio) -> text.append("  ").append(name).append(" × ").append(round(ratio)));
      out.println(text);
    }
    out.flush();
  }

  /** The median of one number of all runs of that name. */
  public double median(String what, String number) {
    return spread(runs.getOrDefault(what, List.of()), number).median();
  }

  private void printMedian(String what, List<Measures> all) {
    Map<String, Spread> spreads = new LinkedHashMap<>();
    all.get(0).values().keySet().forEach(name -> spreads.put(name, spread(all, name)));
    if (json) {
      JsonObject line = line("median", what);
      line.addProperty("runs", all.size());
      spreads.forEach((name, spread) -> line.add(name, of(spread)));
      out.println(line);
    } else if (all.size() > 1) {
      printHeading(all.get(0).values());
      Map<String, Double> medians = new LinkedHashMap<>();
      spreads.forEach((name, spread) -> medians.put(name, spread.median()));
      printRow("median: " + what, medians);
    }
  }

  private static Spread spread(List<Measures> all, String name) {
    return Spread.of(
        all.stream()
            .filter(each -> each.values().containsKey(name))
            .map(each -> each.values().getOrDefault(name, Double.NaN))
            .toList());
  }

  private static JsonObject of(Spread spread) {
    JsonObject json = new JsonObject();
    json.addProperty("median", shortened(spread.median()));
    json.addProperty("min", shortened(spread.least()));
    json.addProperty("max", shortened(spread.most()));
    return json;
  }

  private static JsonObject line(String kind, String what) {
    JsonObject line = new JsonObject();
    line.addProperty("kind", kind);
    line.addProperty("what", what);
    return line;
  }

  private void printHeading(Map<String, Double> values) {
    StringBuilder line = new StringBuilder(" ".repeat(NAME_WIDTH));
    values.keySet().forEach(name -> line.append("  ").append(padded(name, width(name))));
    if (!heading.contentEquals(line)) {
      heading = line.toString();
      out.println(heading);
    }
  }

  private void printRow(String what, Map<String, Double> values) {
    StringBuilder line = new StringBuilder(String.format("%-" + NAME_WIDTH + "s", what));
    values.forEach((name, value) -> line.append("  ").append(padded(round(value), width(name))));
    out.println(line);
  }

  /** To what may mean something. */
  private static double shortened(double value) {
    return Double.isFinite(value) ? Math.rint(value * 1e4) / 1e4 : -1;
  }

  private static int width(String name) {
    return Math.max(LEAST_WIDTH, name.length());
  }

  private static String padded(String text, int width) {
    return String.format("%" + width + "s", text);
  }

  private static String round(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.3f" : "%,.0f", value);
  }
}
