package dev.shoal.peer.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines whose columns stand below each other, as wide as what is in them; the last one as it is.
 */
final class Table {
  private static final String GAP = "  ";

  private final List<String> heads;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... heads) {
    this.heads = List.of(heads);
  }

  /** Adds a row, with as many cells as there are heads. */
  void add(String... cells) {
    rows.add(List.of(cells));
  }

  /** The heads. */
  String head() {
    return line(heads);
  }

  /** A row. */
  String row(int index) {
    return line(rows.get(index));
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      line.append(cell);
      if (column < cells.size() - 1) {
        line.append(" ".repeat(width(column) - cell.length())).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    int width = heads.get(column).length();
    for (List<String> row : rows) {
      width = Math.max(width, row.get(column).length());
    }
    return width;
  }
}
