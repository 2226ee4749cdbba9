package dev.shoal.benchmarks.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What all processors of this machine together have done so far, as Linux tells it.
 *
 * @param busySeconds spent for programs, in and out of the kernel
 * @param stolenSeconds kept away by a hypervisor
 */
public record HostUsage(double busySeconds, double stolenSeconds) {
  private static final double TICKS_A_SECOND = 100;
  private static final int STOLEN = 7;

  /**
   * Now.
   *
   * @throws IOException if this is not Linux
   */
  public static HostUsage now() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      return parse(lines.findFirst().orElse(""));
    }
  }

  /**
   * Reads the first line of {@code /proc/stat}: user, nice, system, idle, iowait, irq, softirq...
   */
  static HostUsage parse(String line) throws IOException {
    String[] fields = line.strip().split(" +", -1);
    if (fields.length < STOLEN + 2) {
      throw new IOException("/proc/stat says nothing of the processors: " + line);
    }
    double[] ticks = new double[STOLEN + 1];
    for (int i = 0; i < ticks.length; i++) {
      ticks[i] = Long.parseLong(fields[i + 1]);
    }
    double busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6];
    return new HostUsage(busy / TICKS_A_SECOND, ticks[STOLEN] / TICKS_A_SECOND);
  }

  /** What was used since an earlier moment. */
  public HostUsage since(HostUsage earlier) {
    return new HostUsage(busySeconds - earlier.busySeconds, stolenSeconds - earlier.stolenSeconds);
  }
}
