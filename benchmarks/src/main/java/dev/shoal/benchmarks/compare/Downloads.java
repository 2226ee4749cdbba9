package dev.shoal.benchmarks.compare;

import dev.shoal.benchmarks.node.NodeOptions;
import dev.shoal.benchmarks.programs.Checksums;
import dev.shoal.benchmarks.programs.JavaProgram;
import dev.shoal.benchmarks.programs.Libtorrent;
import dev.shoal.benchmarks.programs.Nginx;
import dev.shoal.benchmarks.programs.Programs;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.programs.Server;
import dev.shoal.benchmarks.report.Results;
import dev.shoal.benchmarks.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everybody's download of one file to a file, in turn. */
final class Downloads {
  private static final long PIECE = 1 << 20;
  private static final String NGINX_CURL = "nginx, curl, not verified";
  private static final String SHOAL_CURL = "shoal over HTTP, curl, not verified";
  private static final List<String> RATIOS = List.of("MB_per_s", "cpu_s_per_GiB");

  private final NodeOptions nodes;
  private final List<Path> javas;
  private final Path shoalJar;
  private final Path directory;
  private final Path file;
  private final int seeders;
  private final Consumer<String> notes;

  /**
   * Nothing runs yet.
   *
   * @param shoalJar the command line's program, for downloads by fresh processes
   * @param notes told what is missing
   */
  Downloads(
      NodeOptions nodes,
      List<Path> javas,
      Path shoalJar,
      Path directory,
      Path file,
      int seeders,
      Consumer<String> notes) {
    this.nodes = nodes;
    this.javas = javas;
    this.shoalJar = shoalJar;
    this.directory = directory;
    this.file = file;
    this.seeders = seeders;
    this.notes = notes;
  }

  /**
   * Runs all rounds.
   *
   * @param btClasspath empty: without bt; null: without all others
   */
  void run(Scope scope, Results results, int runs, int warmup, @Nullable String btClasspath)
      throws IOException, InterruptedException {
    List<Contestant> ours = ours(scope);
    List<Contestant> all = new ArrayList<>(ours);
    if (btClasspath != null) {
      addOthers(scope, all, btClasspath);
    }
    for (Contestant each : all) {
      scope.add(each).start();
    }
    for (int i = 0; i < warmup; i++) {
      for (Contestant each : all) {
        if (each instanceof TransferContestant) {
          each.run();
        }
      }
    }
    for (int i = 0; i < runs; i++) {
      for (Contestant each : all) {
        results.add(each.name(), each.run());
      }
    }
    results.printMedians();
    for (Contestant our : ours) {
      all.forEach(other -> printRatios(results, our, other));
    }
    if (all.stream().anyMatch(each -> each.name().equals(SHOAL_CURL))) {
      results.printRatios(SHOAL_CURL, NGINX_CURL, RATIOS);
    }
  }

  private static void printRatios(Results results, Contestant our, Contestant other) {
    if (our != other) {
      results.printRatios(our.name(), other.name(), RATIOS);
    }
  }

  private List<Contestant> ours(Scope scope) throws IOException {
    List<Contestant> ours = new ArrayList<>();
    for (Path java : javas) {
      JavaProgram program = nodes.program(java);
      Path own = directory.resolve("shoal-" + ours.size());
      TransferContestant staying =
          new TransferContestant(
              scope,
              javas.size() == 1 ? "shoal" : "shoal, " + Javas.name(java),
              data -> nodes.command(program, data, Transfer.HOST),
              own,
              file,
              seeders,
              nodes.chunkSize());
      ours.add(staying);
      if (Files.isRegularFile(shoalJar)) {
        ours.add(staying.fresh(program, shoalJar));
      }
    }
    if (!Files.isRegularFile(shoalJar)) {
      notes.accept(
          "no program at " + shoalJar + " to be measured from its start; going on without");
    }
    return ours;
  }

  private void addOthers(Scope scope, List<Contestant> all, String btClasspath)
      throws IOException, InterruptedException {
    if (Libtorrent.isInstalled()) {
      Libtorrent libtorrent = new Libtorrent(directory, nodes.withoutSha());
      for (String version : List.of("v1", "v2")) {
        all.add(
            new TransferContestant(
                scope,
                "libtorrent " + version,
                data -> libtorrent.command(Transfer.HOST, Server.freePort(), version, "loopback"),
                directory.resolve("libtorrent-" + version),
                file,
                seeders,
                PIECE));
      }
    } else {
      notes.accept(Libtorrent.MISSING);
    }
    if (!btClasspath.isEmpty()) {
      Bt bt = new Bt(directory, javas.get(0), btClasspath, nodes.withoutSha());
      all.add(
          new TransferContestant(
              scope, "bt", bt::command, directory.resolve("bt"), file, seeders, PIECE));
    }
    if (nodes.withoutSha()) {
      notes.accept("aria2 is left out, as it can't be told to do without SHA extensions");
    } else if (areInstalled(Nginx.PROGRAM, "aria2c")) {
      String sha256 = Checksums.sha256(file);
      Path own = directory.resolve("aria2");
      all.add(
          new FromNginx(
              scope,
              "nginx, aria2 x4 with SHA-256",
              (url, copy) -> FromNginx.aria2(url, copy, sha256),
              own,
              file));
    }
    if (areInstalled(Nginx.PROGRAM, "curl")) {
      Path own = directory.resolve("curl");
      all.add(new FromNginx(scope, NGINX_CURL, FromNginx::curl, own, file));
      JavaProgram program = nodes.program(javas.get(0));
      Path web = directory.resolve("web");
      all.add(
          new FromFileServer(
              scope,
              SHOAL_CURL,
              () -> nodes.command(program, web, Transfer.HOST, "--http"),
              directory.resolve("web-copy"),
              file));
    }
    if (areInstalled("iperf3")) {
      all.add(new Iperf3(scope, Files.size(file)));
    }
  }

  private boolean areInstalled(String... programs) {
    List<String> missing = Programs.missing(List.of(programs));
    if (!missing.isEmpty()) {
      notes.accept("not installed: " + String.join(", ", missing) + "; going on without");
    }
    return missing.isEmpty();
  }
}
