package dev.shoal.benchmarks.watched;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The most descriptors and threads that this process has had at a time. Thread-safe. */
final class ProcessPeak implements AutoCloseable {
  private static final int PERIOD_MILLIS = 5;

  private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
  private volatile long descriptors;

  /** Looks from now on. */
  ProcessPeak() {
    looking.scheduleAtFixedRate(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      descriptors = Math.max(descriptors, unix.getOpenFileDescriptorCount());
    }
  }

  /** Descriptors; 0 where nobody says. */
  long descriptors() {
    return descriptors;
  }

  /** Threads, those of the JVM included. */
  int threads() {
    return ManagementFactory.getThreadMXBean().getPeakThreadCount();
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }
}
