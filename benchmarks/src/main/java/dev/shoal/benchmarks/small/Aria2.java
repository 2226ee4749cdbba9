package dev.shoal.benchmarks.small;

import dev.shoal.benchmarks.programs.Checksums;
import dev.shoal.benchmarks.programs.Nginx;
import dev.shoal.benchmarks.programs.Run;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.report.Measures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * aria2 that fetches all files from nginx and holds each against its SHA-256.
 *
 * @param atATime files under way
 */
record Aria2(int atATime) implements Contestant {
  static final List<String> PROGRAMS = List.of(Nginx.PROGRAM, "aria2c");

  @Override
  public String name() {
    return "aria2, " + atATime;
  }

  @Override
  public Measures run(Scope within, FileSet files, Path original, Path own, Path copies)
      throws IOException, InterruptedException {
    try (Scope scope = within.nested()) {
      Nginx nginx = scope.start(() -> Nginx.start(original, own.resolve("nginx")));
      List<String> lines = new ArrayList<>();
      for (String name : files.names()) {
        lines.add(nginx.url(name));
        lines.add("  checksum=sha-256=" + Checksums.sha256(original.resolve(name)));
      }
      Path list = Files.write(own.resolve("list"), lines);
      double before = nginx.cpuSeconds();
      Run run = Run.of(scope, command(list, copies));
      double cpu = nginx.cpuSeconds() - before + run.cpuSeconds();
      return Contestant.measures(files, 0, run.seconds(), 0, cpu);
    }
  }

  private List<String> command(Path list, Path copies) {
    return List.of(
        "aria2c",
        "--no-conf",
        "--quiet",
        "--input-file=" + list,
        "--dir=" + copies,
        "--max-concurrent-downloads=" + atATime,
        "--split=1",
        "--allow-overwrite=true",
        "--file-allocation=none");
  }
}
