package dev.shoal.benchmarks.transfer;

import dev.shoal.benchmarks.node.NodeOptions;
import dev.shoal.benchmarks.programs.ByteCount;
import dev.shoal.benchmarks.programs.Content;
import dev.shoal.benchmarks.programs.JavaProgram;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.report.LineChart;
import dev.shoal.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How speed and cost change with the file's size, and with the number of sources. */
final class Scaling {
  /** Times the largest file that are moved before what counts, by however many downloads. */
  private static final int WARMUPS = 2;

  private static final int SOURCES_OF_SIZES = 2;
  private static final int MOST_SOURCES = 16;
  private static final int DOUBLINGS = 4;
  private static final String COST = "MB_per_cpu_s";
  private static final String SPEED = "MB_per_s";

  private final NodeOptions nodes;
  private final JavaProgram program;
  private final Path directory;
  private final Results results;
  private final int runs;

  /** Nothing has begun. */
  Scaling(NodeOptions nodes, JavaProgram program, Path directory, Results results, int runs) {
    this.nodes = nodes;
    this.program = program;
    this.directory = directory;
    this.results = results;
    this.runs = runs;
  }

  /**
   * Measures both; one process serves, by as many nodes as there are sources.
   *
   * @param largest size of a file; a sixteenth of it is the smallest, and the one for the sources
   * @param svg where two charts go, the second under the first
   */
  void run(Scope scope, long largest, Path svg) throws IOException, InterruptedException {
    List<String> sizes = new ArrayList<>();
    for (int i = DOUBLINGS; i >= 0; i--) {
      long size = largest >> i;
      sizes.add(new ByteCount(size).toString());
      measure(scope, "size " + sizes.get(sizes.size() - 1), size, SOURCES_OF_SIZES, largest);
    }
    List<String> sources = new ArrayList<>();
    for (int count = 1; count <= MOST_SOURCES; count *= 2) {
      sources.add(Integer.toString(count));
      measure(scope, "sources " + count, largest >> DOUBLINGS, count, largest);
    }
    String bySize = chart("Size of the file, two sources", "size ", sizes);
    String bySources = chart("Sources of one file", "sources ", sources);
    Files.writeString(svg, LineChart.stacked(List.of(bySize, bySources)));
  }

  private void measure(Scope scope, String what, long size, int sources, long largest)
      throws IOException, InterruptedException {
    Path file = Content.write(directory.resolve(what.replace(' ', '-')), size, size);
    Path own = directory.resolve(what.replace(' ', '-') + "-run");
    Transfer.Launcher launcher =
        data ->
            data.endsWith("downloader")
                ? nodes.command(program, data, Transfer.HOST)
                : nodes.command(program, data, Transfer.HOST, "--nodes", "" + sources);
    try (Transfer transfer = Transfer.start(scope, launcher, own, file, 1, nodes.chunkSize())) {
      transfer.startDownloader();
      for (long moved = 0; moved < WARMUPS * largest; moved += size) {
        transfer.download(false);
      }
      for (int i = 0; i < runs; i++) {
        var measures = transfer.download(false);
        Map<String, Double> values = measures.values();
        double cost = values.getOrDefault("cpu_s_per_GiB", Double.NaN);
        results.add(what, measures.add(COST, (1L << 30) / 1e6 / cost));
      }
    }
    Files.delete(file);
  }

  private String chart(String title, String prefix, List<String> points) {
    LineChart chart = new LineChart(title, "MB", points);
    for (String number : List.of(SPEED, COST)) {
      chart.line(
          number.replace("_per_", "/").replace("cpu_s", "CPU-s"),
          points.stream().map(point -> results.median(prefix + point, number)).toList());
    }
    return chart.svg();
  }
}
