package dev.shoal.benchmarks.transfer;

import dev.shoal.benchmarks.load.ProcessUsage;
import dev.shoal.benchmarks.node.NodeProcess;
import dev.shoal.benchmarks.programs.Content;
import dev.shoal.benchmarks.programs.HostUsage;
import dev.shoal.benchmarks.programs.JavaProgram;
import dev.shoal.benchmarks.programs.PageCache;
import dev.shoal.benchmarks.programs.Run;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.report.Measures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Seeders of one file and who fetches it, each a process on the loopback interface. */
public final class Transfer implements AutoCloseable {
  /** Where all of them listen. */
  public static final String HOST = "127.0.0.1";

  /** Says how the processes of a transfer are started. */
  @FunctionalInterface
  public interface Launcher {
    /**
     * The command line of one.
     *
     * @param data a directory of its own, which may not be there yet
     */
    List<String> command(Path data) throws IOException;
  }

  private final Scope scope;
  private final Launcher launcher;
  private final Path directory;
  private final Path file;
  private final List<NodeProcess> seeders = new ArrayList<>();
  private final List<String> sources = new ArrayList<>();
  private final List<NodeProcess> downloaders = new ArrayList<>();
  private String id = "";

  private Transfer(Scope scope, Launcher launcher, Path directory, Path file) throws IOException {
    this.scope = scope.nested();
    this.launcher = launcher;
    this.directory = Files.createDirectory(directory);
    this.file = file;
  }

  /**
   * Starts seeders and lets them share the file.
   *
   * @param within what ends this at the latest
   * @param directory of this transfer's own; is made
   * @param count of the seeders
   * @param chunkSize 0: their default
   */
  public static Transfer start(
      Scope within, Launcher launcher, Path directory, Path file, int count, long chunkSize)
      throws IOException, InterruptedException {
    Transfer transfer = new Transfer(within, launcher, directory, file);
    try {
      transfer.startSeeders(count, chunkSize);
      return transfer;
    } catch (IOException | InterruptedException | RuntimeException e) {
      transfer.close();
      throw e;
    }
  }

  private void startSeeders(int count, long chunkSize) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      seeders.add(startProcess("seeder-" + i));
    }
    for (NodeProcess seeder : seeders) {
      seeder.awaitReady().beginShare(file, chunkSize);
      sources.addAll(seeder.addresses());
    }
    for (NodeProcess seeder : seeders) {
      id = seeder.endShare();
    }
  }

  /** Starts the process that {@link #download} is done by. */
  public void startDownloader() throws IOException, InterruptedException {
    downloaders.add(startProcess("downloader").awaitReady());
  }

  private NodeProcess startProcess(String name) throws IOException, InterruptedException {
    List<String> command = launcher.command(directory.resolve(name));
    return scope.start(() -> NodeProcess.start(name, HOST, command));
  }

  /** Fetches the file once more. */
  public Measures download(boolean cold) throws IOException, InterruptedException {
    NodeProcess downloader = downloaders.get(0);
    Path copy = copy();
    forget(cold);
    HostUsage host = HostUsage.now();
    double sending = seedersCpuSeconds();
    double receiving = downloader.usage().cpuSeconds();
    double seconds = downloader.get(id, copy, sources, false);
    ProcessUsage after = downloader.usage();
    Measures measures =
        measures(
            seconds, seedersCpuSeconds() - sending, after.cpuSeconds() - receiving, host, after);
    takeBack(copy);
    return measures;
  }

  /** Lets a new process of the command line's program fetch the file: its whole life. */
  public Measures fresh(JavaProgram program, Path jar, boolean cold)
      throws IOException, InterruptedException {
    Path copy = copy();
    List<String> arguments = new ArrayList<>(List.of("get", id, "--json", "-o", copy.toString()));
    arguments.addAll(List.of("--bind", HOST, "--data", directory.resolve("fresh").toString()));
    sources.forEach(source -> arguments.addAll(List.of("--source", source)));
    forget(cold);
    HostUsage host = HostUsage.now();
    double sending = seedersCpuSeconds();
    Run run = Run.of(scope, program.jar(jar, arguments));
    double sent = seedersCpuSeconds() - sending;
    ProcessUsage whole = new ProcessUsage(run.cpuSeconds(), 0, run.peakResidentBytes(), 0);
    Measures measures = measures(run.seconds(), sent, run.cpuSeconds(), host, whole);
    takeBack(copy);
    return measures;
  }

  /** It goes by the same name, as some programs know no other. */
  private Path copy() throws IOException {
    return Files.createDirectories(directory.resolve("copy")).resolve(file.getFileName());
  }

  private void forget(boolean cold) throws IOException, InterruptedException {
    if (cold) {
      PageCache.drop(file);
    }
  }

  private void takeBack(Path copy) throws IOException {
    Content.requireEqual(file, copy);
    Files.delete(copy);
  }

  private double seedersCpuSeconds() throws IOException {
    double sum = 0;
    for (NodeProcess seeder : seeders) {
      sum += seeder.usage().cpuSeconds();
    }
    return sum;
  }

  private Measures measures(
      double seconds, double sent, double received, HostUsage before, ProcessUsage downloader)
      throws IOException {
    HostUsage host = HostUsage.now().since(before);
    long length = Files.size(file);
    double gibibytes = length / (double) (1L << 30);
    long peak = 0;
    long anonymous = 0;
    for (NodeProcess seeder : seeders) {
      ProcessUsage usage = seeder.usage();
      peak = Math.max(peak, usage.peakResidentBytes());
      anonymous = Math.max(anonymous, usage.anonymousBytes());
    }
    Measures measures =
        new Measures()
            .add("seconds", seconds)
            .add("MB_per_s", length / 1e6 / seconds)
            .add("MiB_per_s", gibibytes * 1024 / seconds)
            .add("send_cpu_s_per_GiB", sent / gibibytes)
            .add("recv_cpu_s_per_GiB", received / gibibytes)
            .add("cpu_s_per_GiB", (sent + received) / gibibytes)
            .add("seeder_peak_MB", peak / 1e6)
            .add("seeder_anon_MB", anonymous / 1e6)
            .add("downloader_peak_MB", downloader.peakResidentBytes() / 1e6)
            .add("host_cpu_s", host.busySeconds())
            .add("stolen_s", host.stolenSeconds());
    if (downloader.anonymousBytes() > 0) { // not of a process that is over
      measures.add("downloader_anon_MB", downloader.anonymousBytes() / 1e6);
    }
    return measures;
  }

  @Override
  public void close() {

    scope.close();
  }
}
