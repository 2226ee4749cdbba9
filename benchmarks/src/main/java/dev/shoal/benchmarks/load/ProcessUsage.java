package dev.shoal.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process has used so far, as Linux tells it under {@code /proc}.
 *
 * @param cpuSeconds processor time of all its threads, in and out of the kernel; in steps of 10 ms
 * @param residentBytes memory that it occupies now
 * @param peakResidentBytes most memory that it occupied
 * @param anonymousBytes of what it occupies now, without pages of files, which others may share
 */
public record ProcessUsage(
    double cpuSeconds, long residentBytes, long peakResidentBytes, long anonymousBytes) {
  private static final double TICKS_A_SECOND = 100; // USER_HZ, the same on every architecture
  private static final int USER_TIME = 11; // fields behind the name, which may hold spaces
  private static final int SYSTEM_TIME = 12;

  /**
   * Of a running process.
   *
   * @throws IOException if there is none, or this is not Linux
   */
  public static ProcessUsage of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(process.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    List<String> status = Files.readAllLines(process.resolve("status"));
    return new ProcessUsage(
        ticks / TICKS_A_SECOND,
        kibibytes(status, "VmRSS:"),
        kibibytes(status, "VmHWM:"),
        kibibytes(status, "RssAnon:"));
  }

  /**
   * Processor time that a hypervisor kept from this machine so far, all processors together.
   *
   * @throws IOException if this is not Linux
   */
  public static double stolenSeconds() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      String[] fields = lines.findFirst().orElse("").split(" +", -1);
      return fields.length > 8 ? Long.parseLong(fields[8]) / TICKS_A_SECOND : 0;
    }
  }

  private static long kibibytes(List<String> status, String key) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(number -> Long.parseLong(number) << 10)
        .findFirst()
        .orElse(0);
  }
}
