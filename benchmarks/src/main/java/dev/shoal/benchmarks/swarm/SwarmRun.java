package dev.shoal.benchmarks.swarm;

import dev.shoal.benchmarks.node.NodeProcess;
import dev.shoal.benchmarks.programs.Content;
import dev.shoal.benchmarks.programs.HostUsage;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.report.Measures;
import dev.shoal.benchmarks.report.Results;
import dev.shoal.benchmarks.report.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lets all leechers fetch the file at once, and watches. For one run. */
final class SwarmRun {
  private final Swarm swarm;
  private final Members members;
  private final Path directory;
  private final Path file;

  /**
   * Nothing has begun.
   *
   * @param directory of this run's own; must not be there
   */
  SwarmRun(Swarm swarm, Members members, Path directory, Path file) {
    this.swarm = swarm;
    this.members = members;
    this.directory = directory;
    this.file = file;
  }

  /** Runs it from the start of the processes to their end. */
  void run(Scope within, Results results) throws IOException, InterruptedException {
    Files.createDirectory(directory);
    List<Double> finishes;
    Measures measures;
    try (Scope scope = within.nested()) {
      Members.Started started = members.start(scope, directory, file);
      HostUsage host = HostUsage.now();
      long sent = swarm.network().sentBytes(swarm.seeder());
      double own = cpuSeconds(started);
      long start = System.nanoTime();
      finishes = fetch(started);
      double seconds = (System.nanoTime() - start) / 1e9;
      HostUsage used = HostUsage.now().since(host);
      own = cpuSeconds(started) - own;
      sent = swarm.network().sentBytes(swarm.seeder()) - sent;
      measures = measures(finishes, seconds, sent, own, used);
    }
    takeBack(finishes.size());
    results.add(members.name(), measures);
    results.list(members.name(), "finish_s", finishes.stream().sorted().toList());
  }

  private List<Double> fetch(Members.Started started) throws IOException {
    for (int i = 0; i < started.leechers().size(); i++) {
      started
          .leechers()
          .get(i)
          .beginGet(
              started.id(),
              Files.createDirectory(directory.resolve("copy-" + i)).resolve(file.getFileName()),
              started.sources().get(i),
              true);
    }
    List<Double> finishes = new ArrayList<>();
    for (NodeProcess leecher : started.leechers()) {
      finishes.add(leecher.endGet());
    }
    return finishes;
  }

  private static double cpuSeconds(Members.Started started) throws IOException {
    double sum = started.seeder().usage().cpuSeconds();
    for (NodeProcess leecher : started.leechers()) {
      sum += leecher.usage().cpuSeconds();
    }
    return sum;
  }

  private Measures measures(
      List<Double> finishes, double seconds, long sent, double own, HostUsage used)
      throws IOException {
    long length = Files.size(file);
    double bound = swarm.bound(length);
    Spread spread = Spread.of(finishes);
    int processors = Runtime.getRuntime().availableProcessors();
    return new Measures()
        .add("bound_s", bound)
        .add("last_s", spread.most())
        .add("last_over_bound", spread.most() / bound)
        .add("median_over_bound", spread.median() / bound)
        .add("first_over_bound", spread.least() / bound)
        .add("seeder_sent_over_file", sent / (double) length)
        .add("own_cpu_share", own / seconds / processors)
        .add("host_cpu_share", used.busySeconds() / seconds / processors)
        .add("stolen_s", used.stolenSeconds());
  }

  private void takeBack(int copies) throws IOException {
    for (int i = 0; i < copies; i++) {
      Path copy = directory.resolve("copy-" + i).resolve(file.getFileName());
      Content.requireEqual(file, copy);
      Files.delete(copy);
    }
  }
}
