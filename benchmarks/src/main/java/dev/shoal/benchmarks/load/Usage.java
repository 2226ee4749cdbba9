package dev.shoal.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * What client and server have used so far: taken at the beginning and at the end of what is
 * measured.
 *
 * @param clientCpuSeconds processor time of this process
 * @param server the tracker's process, if it was named
 * @param stolenSeconds what the hypervisor kept; 0 where nobody tells
 */
record Usage(double clientCpuSeconds, @Nullable ProcessUsage server, double stolenSeconds) {

  /**
   * Now.
   *
   * @throws IOException if the tracker's process can't be looked at
   */
  static Usage now(@Nullable Long serverPid) throws IOException {
    long client =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    ProcessUsage server = serverPid == null ? null : ProcessUsage.of(serverPid);
    return new Usage(client / 1e9, server, stolen());
  }

  private static double stolen() {
    try {
      return ProcessUsage.stolenSeconds();
    } catch (IOException e) {
      return 0; // not Linux
    }
  }
}
