package dev.shoal.benchmarks.compare;

import dev.shoal.benchmarks.report.Measures;
import java.io.IOException;

/** One way to move a file, which can be repeated. */
interface Contestant extends AutoCloseable {
  /** What results call it. */
  String name();

  /** Starts what serves the file, and what fetches it if that stays between rounds. */
  void start() throws IOException, InterruptedException;

  /** Moves the file once. */
  Measures run() throws IOException, InterruptedException;

  @Override
  void close();

  /** What is told of all of them. */
  static Measures measures(long bytes, double seconds, double sendCpu, double receiveCpu) {
    double gibibytes = bytes / (double) (1L << 30);
    return new Measures()
        .add("MB_per_s", bytes / 1e6 / seconds)
        .add("cpu_s_per_GiB", (sendCpu + receiveCpu) / gibibytes)
        .add("send_cpu_s_per_GiB", sendCpu / gibibytes)
        .add("recv_cpu_s_per_GiB", receiveCpu / gibibytes);
  }
}
