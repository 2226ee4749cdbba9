package dev.shoal.peer.cli;

import java.io.Writer;
import java.util.function.Consumer;

/** Passes on what is written, whole lines at a time. */
final class LineWriter extends Writer {
  private final Consumer<String> lines;
  private final StringBuilder line = new StringBuilder();

  LineWriter(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void write(char[] chars, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (chars[i] == '\n') {
        lines.accept(line.toString());
        line.setLength(0);
      } else if (chars[i] != '\r') {
        line.append(chars[i]);
      }
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
