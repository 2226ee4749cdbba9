package dev.shoal.tracker.cli;

import dev.shoal.transport.testing.RunnableJar;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is in {@code tracker-server.jar}. */
class RunnableJarIT {
  @Test
  void shouldBringLicencesOfAllThatIsInIt() throws Exception {
    RunnableJar jar = RunnableJar.of(Path.of("target", "tracker-server.jar"));

    jar.checkLicences("META-INF/NOTICE");
    jar.checkLibraries(
        "ch.qos",
        "com.google",
        "dev.shoal",
        "io.micrometer",
        "io.netty",
        "io.prometheus",
        "org.HdrHistogram",
        "org.bouncycastle",
        "org.h2",
        "org.jspecify",
        "org.roaringbitmap",
        "org.slf4j",
        "picocli");
  }
}
