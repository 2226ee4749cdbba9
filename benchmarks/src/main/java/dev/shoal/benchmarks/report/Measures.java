package dev.shoal.benchmarks.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one run showed: numbers by name, in the order in which they were added. Not thread-safe. */
public final class Measures {
  private final Map<String, Double> values = new LinkedHashMap<>();

  /** None yet. */
  public Measures() {}

  /** Adds one. */
  public Measures add(String name, double value) {
    values.put(name, value);
    return this;
  }

  /** All of them. */
  public Map<String, Double> values() {
    return Collections.unmodifiableMap(values);
  }
}
