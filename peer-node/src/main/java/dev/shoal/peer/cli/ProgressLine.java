package dev.shoal.peer.cli;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Progress in one line of a terminal: what is done, how far it is, a bar, and the pace. */
final class ProgressLine {
  /** A shorter one shows little; rather a part of the pace is left out. */
  private static final int LEAST_BAR = 15;

  private static final int MOST_BAR = 50;
  private static final String CUT = "...";

  private final String task;
  private final int width;
  private final char block;

  /**
   * @param task what is done
   * @param width columns that there are
   * @param unicode whether the terminal takes more than ASCII
   */
  ProgressLine(String task, int width, boolean unicode) {
    this.task = shortened(task, width / 3);
    this.width = width;
    this.block = unicode ? '█' : '=';
  }

  /**
   * The whole line, as wide as there is room, so that it covers the one before; without a bar as
   * long as the total is not known.
   */
  String of(Progress now) {
    return now.isTotalKnown() ? withBar(now) : covering(task + ": " + amountAlone(now));
  }

  private static String amountAlone(Progress now) {
    return Units.size(now.done()) + ", " + now.pace();
  }

  private String withBar(Progress now) {
    List<String> pace = new ArrayList<>(now.paces());
    while (!pace.isEmpty() && room(now, pace) < LEAST_BAR) {
      pace.remove(pace.size() - 1);
    }
    int bar = Math.max(0, Math.min(MOST_BAR, room(now, pace)));
    int filled = now.percent() * bar / 100;
    return covering(
        before(now)
            + String.valueOf(block).repeat(filled)
            + " ".repeat(bar - filled)
            + after(now, pace));
  }

  private String covering(String line) {
    return line + " ".repeat(Math.max(0, width - columns(line)));
  }

  private int room(Progress now, List<String> pace) {
    return width - columns(before(now)) - columns(after(now, pace));
  }

  private String before(Progress now) {
    return task + padded(now.percent() + "%", 5) + " |";
  }

  private static String after(Progress now, List<String> pace) {
    Units.Unit unit = Units.unitFor(now.total());
    String total = Long.toString(now.total() / unit.bytes());
    String done = padded(Long.toString(now.done() / unit.bytes()), total.length());
    String amount = "| " + done + "/" + total + " " + unit.symbol();
    return pace.isEmpty() ? amount : amount + ", " + String.join(", ", pace);
  }

  private static String padded(String text, int length) {
    return " ".repeat(Math.max(0, length - text.length())) + text;
  }

  private static String shortened(String text, int most) {
    if (columns(text) <= most) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int left = most - CUT.length();
    for (int character : text.codePoints().toArray()) {
      left -= Math.max(0, WCWidth.wcwidth(character));
      if (left < 0) {
        break;
      }
      kept.appendCodePoint(character);
    }
    return kept + CUT;
  }

  /** Some characters take two columns, some none. */
  private static int columns(String text) {
    return text.codePoints().map(character -> Math.max(0, WCWidth.wcwidth(character))).sum();
  }
}
