package dev.shoal.tracker.cli;

import java.util.function.Function;

/**
 * How values of a kind are written.
 *
 * @param placeholder stands for a value in the help
 * @param expected what a value is, to follow "must be"
 * @param reader reads a value; throws an {@link IllegalArgumentException} for what is none
 */
record ValueKind<T>(String placeholder, String expected, Function<String, T> reader) {
  /**
   * The value.
   *
   * @throws IllegalArgumentException if it is none
   */
  T read(String text) {
    return reader.apply(text);
  }
}
