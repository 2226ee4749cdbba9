package dev.shoal.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A chart of lines over points on the x axis that stand at equal distances, as SVG. The y axis
 * begins at 0. Not thread-safe.
 */
public final class LineChart {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 360;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 50;
  private static final int BOTTOM = 60;
  private static final int STEPS = 5;
  private static final List<String> COLOURS = List.of("#1f77b4", "#d62728", "#2ca02c", "#9467bd");

  private final String title;
  private final String yLabel;
  private final List<String> points;
  private final List<Line> lines = new ArrayList<>();

  private record Line(String name, List<Double> values) {}

  /**
   * Without lines.
   *
   * @param points what stands at the x axis
   */
  public LineChart(String title, String yLabel, List<String> points) {
    this.title = title;
    this.yLabel = yLabel;
    this.points = List.copyOf(points);
  }

  /**
   * Adds a line.
   *
   * @param values one for each point, none of them negative
   * @throws IllegalArgumentException if there are more or fewer
   */
  public LineChart line(String name, List<Double> values) {
    if (values.size() != points.size()) {
      throw new IllegalArgumentException(
          name + " has " + values.size() + " values for " + points.size() + " points");
    }
    lines.add(new Line(name, List.copyOf(values)));
    return this;
  }

  /** The whole chart as an XML document. */
  public String svg() {
    double top = round(lines.stream().flatMap(line -> line.values().stream()));
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\"".formatted(WIDTH, HEIGHT));
    svg.append(" font-family=\"sans-serif\" font-size=\"12\">\n");
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    text(svg, WIDTH / 2.0, 20, "middle", title);
    text(svg, LEFT, TOP - 12, "end", yLabel);
    for (int i = 0; i <= STEPS; i++) {
      double value = top * i / STEPS;
      stroke(svg, LEFT, y(value, top), WIDTH - RIGHT, y(value, top), "#dddddd");
      text(svg, LEFT - 6, y(value, top) + 4, "end", number(value));
    }
    for (int i = 0; i < points.size(); i++) {
      text(svg, x(i), HEIGHT - BOTTOM + 18, "middle", points.get(i));
    }
    for (int i = 0; i < lines.size(); i++) {
      draw(svg, lines.get(i), COLOURS.get(i % COLOURS.size()), i, top);
    }
    return svg.append("</svg>\n").toString();
  }

  /** Charts, one under the other. */
  public static String stacked(List<String> charts) {
    StringBuilder svg = new StringBuilder();
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    svg.append(" viewBox=\"0 0 %d %d\">\n".formatted(WIDTH, HEIGHT * charts.size()));
    for (int i = 0; i < charts.size(); i++) {
      String place =
          "<svg y=\"%d\" width=\"%d\" height=\"%d\"".formatted(HEIGHT * i, WIDTH, HEIGHT);
      svg.append(charts.get(i).replaceFirst("<svg", place));
    }
    return svg.append("</svg>\n").toString();
  }

  private void draw(StringBuilder svg, Line line, String colour, int index, double top) {
    svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"").append(colour);
    svg.append("\" points=\"");
    for (int i = 0; i < points.size(); i++) {
      svg.append(i == 0 ? "" : " ").append(number(x(i))).append(',');
      svg.append(number(y(line.values().get(i), top)));
    }
    svg.append("\"/>\n");
    double left = LEFT + index * (WIDTH - LEFT - RIGHT) / (double) lines.size();
    stroke(svg, left, HEIGHT - 16, left + 20, HEIGHT - 16, colour);
    text(svg, left + 26, HEIGHT - 12, "start", line.name());
  }

  private double x(int point) {
    double width = WIDTH - LEFT - RIGHT;
    return LEFT + width * (point + 0.5) / points.size();
  }

  private static double y(double value, double top) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
  }

  /** The next round number above all. */
  private static double round(Stream<Double> values) {
    double most = values.mapToDouble(Double::doubleValue).max().orElse(1);
    double unit = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1e-6))));
    return Math.max(1, Math.ceil(most / unit)) * unit;
  }

  private static void stroke(
      StringBuilder svg, double fromX, double fromY, double toX, double toY, String colour) {
    svg.append("<line x1=\"%s\" y1=\"%s\"".formatted(number(fromX), number(fromY)));
    svg.append(" x2=\"%s\" y2=\"%s\"".formatted(number(toX), number(toY)));
    svg.append(" stroke=\"").append(colour).append("\"/>\n");
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append("<text x=\"%s\" y=\"%s\"".formatted(number(x), number(y)));
    svg.append(" text-anchor=\"").append(anchor).append("\">").append(escaped(text));
    svg.append("</text>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
  }
}
