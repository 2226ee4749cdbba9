package dev.shoal.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** PROTOCOL.md, taken apart into the tables under its headings. */
final class ProtocolDocument {
  private final String text;

  private ProtocolDocument(String text) {
    this.text = text;
  }

  /** Reads it; tests run in their module's directory. */
  static ProtocolDocument read() throws IOException {
    return new ProtocolDocument(Files.readString(Path.of("PROTOCOL.md")));
  }

  String text() {
    return text;
  }

  /** The headings of a level, in order. */
  List<String> headings(int level) {
    String mark = "#".repeat(level) + " ";
    return lines().filter(line -> line.startsWith(mark)).map(l -> l.substring(level + 1)).toList();
  }

  /**
   * The cells of all table rows between a heading and the next one of any level, without backticks
   * and without thousands separators; the tables' own heads are left out.
   */
  List<List<String>> rows(String heading) {
    return lines()
        .dropWhile(line -> !line.matches("#+ \\Q" + heading + "\\E"))
        .skip(1)
        .takeWhile(line -> !line.startsWith("#"))
        .filter(line -> line.startsWith("|"))
        .filter(
            line ->
                !line.startsWith("|---")
                    && !line.matches("\\| (number|constant|length|chunk|i) .*"))
        .map(ProtocolDocument::cells)
        .toList();
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.split("\\|", -1))
        .skip(1)
        .map(cell -> cell.strip().replace("`", "").replaceAll("(?<=\\d),(?=\\d{3})", ""))
        .toList();
  }

  private Stream<String> lines() {
    return text.lines();
  }
}
