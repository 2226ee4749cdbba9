package dev.shoal.benchmarks.flood;

import dev.shoal.benchmarks.report.Measures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was measured, as a table with a column for each phase. Not thread-safe. */
final class FloodTable {
  private static final int NAME_WIDTH = 26;
  private static final int WIDTH = 14;

  private final Map<String, Measures> phases = new LinkedHashMap<>();

  void add(String phase, Measures measures) {
    phases.put(phase, measures);
  }

  /** Its lines; what a phase does not have is a dash. */
  List<String> lines() {
    Set<String> names = new LinkedHashSet<>();
    phases.values().forEach(measures -> names.addAll(measures.values().keySet()));
    List<String> lines = new ArrayList<>();
    lines.add(line("", phases.keySet().stream().toList()));
    for (String name : names) {
      lines.add(
          line(
              name,
              phases.values().stream()
                  .map(measures -> text(measures.values().get(name)))
                  .toList()));
    }
    return lines;
  }

  private static String text(@Nullable Double value) {
    if (value == null) {
      return "-";
    }
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.2f", value);
  }

  private static String line(String name, List<String> values) {
    StringBuilder line = new StringBuilder(String.format("%-" + NAME_WIDTH + "s", name));
    values.forEach(value -> line.append(String.format("%" + WIDTH + "s", value)));
    return line.toString();
  }
}
