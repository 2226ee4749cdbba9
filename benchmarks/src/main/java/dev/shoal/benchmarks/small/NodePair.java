package dev.shoal.benchmarks.small;

import dev.shoal.benchmarks.node.NodeProcess;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.report.Measures;
import dev.shoal.benchmarks.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One process that shares all files, and another one that fetches them from it.
 *
 * @param name for results
 * @param launcher starts both
 * @param atATime files under way
 * @param most files that it is given
 * @param warmup rounds with as many other files before what is measured, in the same processes
 */
record NodePair(String name, Transfer.Launcher launcher, int atATime, int most, int warmup)
    implements Contestant {
  private static final String HOST = Transfer.HOST;

  @Override
  public Measures run(Scope within, FileSet files, Path original, Path own, Path copies)
      throws IOException, InterruptedException {
    try (Scope scope = within.nested()) {
      NodeProcess seeder = start(scope, own, "seeder");
      NodeProcess downloader = start(scope, own, "downloader");
      Path list = own.resolve("list");
      List<String> sources = seeder.awaitReady().addresses();
      downloader.awaitReady();
      for (int round = 1; round <= warmup; round++) {
        Path earlier = own.resolve("original-" + round);
        files.write(earlier, round);
        Path theirs = Files.createDirectory(own.resolve("copies-" + round));
        seeder.shareAll(earlier, list, atATime);
        downloader.getAll(theirs, list, atATime, sources);
        files.requireEqual(earlier, theirs);
      }
      double before = seeder.usage().cpuSeconds();
      double shared = seeder.shareAll(original, list, atATime);
      double between = seeder.usage().cpuSeconds();
      double ownBefore = downloader.usage().cpuSeconds();
      double fetched = downloader.getAll(copies, list, atATime, sources);
      double cpu =
          downloader.usage().cpuSeconds() - ownBefore + seeder.usage().cpuSeconds() - between;
      return Contestant.measures(files, shared, fetched, between - before, cpu);
    }
  }

  private NodeProcess start(Scope scope, Path own, String role)
      throws IOException, InterruptedException {
    List<String> command = launcher.command(own.resolve(role));
    return scope.start(() -> NodeProcess.start(name + " " + role, HOST, command));
  }
}
