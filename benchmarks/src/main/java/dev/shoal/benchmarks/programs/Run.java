package dev.shoal.benchmarks.programs;

import dev.shoal.benchmarks.load.ProcessUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program's whole life, from its start to its end.
 *
 * @param seconds by the clock
 * @param cpuSeconds processor time of all its threads and processes
 * @param peakResidentBytes most memory that it occupied, looked at every few milliseconds
 * @param output what it printed on its standard output
 */
public record Run(double seconds, double cpuSeconds, long peakResidentBytes, String output) {
  private static final int LOOK_MILLIS = 10;
  private static final double TICKS_A_SECOND = 100;
  private static final int CHILDREN_USER_TIME = 13; // fields behind the name
  private static final int CHILDREN_SYSTEM_TIME = 14;

  /**
   * Runs a program; nothing else that this process started may end meanwhile.
   *
   * @throws IOException if it can't be started or fails
   */
  public static Run of(Scope scope, List<String> command) throws IOException, InterruptedException {
    double before = childrenCpuSeconds();
    long start = System.nanoTime();
    Running running = scope.start(() -> Running.start(command));
    Process process = running.process();
    process.getOutputStream().close();
    CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
    long peak = 0;
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peakOf(process.pid()));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    String printed = output.join();
    scope.end(running); // which closes its output, too
    if (process.exitValue() != 0) {
      throw new IOException(
          command.get(0) + " ended with " + process.exitValue() + ":\n" + printed);
    }
    return new Run(seconds, childrenCpuSeconds() - before, peak, printed);
  }

  private record Running(Process process) implements AutoCloseable {
    static Running start(List<String> command) throws IOException {
      ProcessBuilder builder = new ProcessBuilder(command);
      return new Running(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static long peakOf(long pid) {
    try {
      return ProcessUsage.of(pid).peakResidentBytes();
    } catch (IOException | RuntimeException e) {
      return 0; // it has just ended, and what is said of it is not complete
    }
  }

  /** Of all that this process started and that has ended. */
  private static double childrenCpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double ticks =
        Long.parseLong(fields[CHILDREN_USER_TIME]) + Long.parseLong(fields[CHILDREN_SYSTEM_TIME]);
    return ticks / TICKS_A_SECOND;
  }
}
