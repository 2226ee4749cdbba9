package dev.shoal.transport.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Fails a test run in which a reference-counted Netty resource was collected without having been
 * released. JUnit finds it as a service, in every module with this test jar on its class path.
 */
public final class LeakGuard implements LauncherSessionListener {
  private final List<Detector<?>> detectors = new CopyOnWriteArrayList<>();
  private final List<String> leaks = new CopyOnWriteArrayList<>();

  /** Comes before any test, thus before Netty's classes ask the factory for their detectors. */
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          @SuppressWarnings("deprecation") // abstract, hence to be overridden
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int samplingInterval, long maxActive) {
            return newResourceLeakDetector(resource, samplingInterval);
          }

          @Override
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int samplingInterval) {
            Detector<T> detector = new Detector<>(resource, samplingInterval);
            detectors.add(detector);
            return detector;
          }
        });
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    for (int round = 0; round < 3; round++) {
      System.gc();
      detectors.forEach(Detector::report);
    }
    if (!leaks.isEmpty()) {
      throw new AssertionError("LEAK: never released: " + String.join("\n", leaks));
    }
  }

  private final class Detector<T> extends ResourceLeakDetector<T> {
    Detector(Class<T> resource, int samplingInterval) {
      super(resource, samplingInterval);
      setLeakListener((type, records) -> leaks.add(type + records));
    }

    /** Whether or not the log level would show it. */
    @Override
    protected boolean needReport() {
      return true;
    }

    /** A detector looks for what has been collected only when it tracks the next object. */
    @SuppressWarnings("unchecked") // the type parameter is only for the caller's benefit
    void report() {
      T probe = (T) new Object();
      ResourceLeakTracker<T> tracker = trackForcibly(probe);
      tracker.close(probe);
    }
  }
}
