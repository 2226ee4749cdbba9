package dev.shoal.benchmarks.compare;

import dev.shoal.benchmarks.programs.JavaProgram;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.report.Measures;
import dev.shoal.benchmarks.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Seeders and a downloader that stay, so that what a JVM has learnt counts from round to round. */
final class TransferContestant implements Contestant {
  private static final List<String> NUMBERS =
      List.of("MB_per_s", "cpu_s_per_GiB", "send_cpu_s_per_GiB", "recv_cpu_s_per_GiB");

  private final Scope scope;
  private final String name;
  private final Transfer.Launcher launcher;
  private final Path directory;
  private final Path file;
  private final int seeders;
  private final long chunkSize;
  private @Nullable Transfer transfer;

  /**
   * Nothing runs yet.
   *
   * @param scope what ends its processes at the latest
   * @param directory of its own; must not be there
   */
  TransferContestant(
      Scope scope,
      String name,
      Transfer.Launcher launcher,
      Path directory,
      Path file,
      int seeders,
      long chunkSize) {
    this.scope = scope;
    this.name = name;
    this.launcher = launcher;
    this.directory = directory;
    this.file = file;
    this.seeders = seeders;
    this.chunkSize = chunkSize;
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * A downloader that begins anew each time, from the same seeders. To be started after this one
   * and closed before it.
   *
   * @param jar the command line's program
   */
  Contestant fresh(JavaProgram program, Path jar) {
    return new Contestant() {
      @Override
      public String name() {
        return name + ", fresh process";
      }

      @Override
      public void start() {}

      @Override
      public Measures run() throws IOException, InterruptedException {
        return chosen(Objects.requireNonNull(transfer).fresh(program, jar, false));
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void start() throws IOException, InterruptedException {
    Transfer started = Transfer.start(scope, launcher, directory, file, seeders, chunkSize);
    transfer = started;
    started.startDownloader();
  }

  @Override
  public Measures run() throws IOException, InterruptedException {
    return chosen(Objects.requireNonNull(transfer).download(false));
  }

  private static Measures chosen(Measures whole) {
    Map<String, Double> all = whole.values();
    Measures measures = new Measures();
    for (String number : NUMBERS) {
      measures.add(number, all.getOrDefault(number, Double.NaN));
    }
    return measures;
  }

  @Override
  public void close() {
    if (transfer != null) {
      transfer.close();
    }
  }
}
