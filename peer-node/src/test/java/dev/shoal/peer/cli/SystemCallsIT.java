package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a sharer asks of the kernel while it serves, seen by strace. */
@Tag("any-jdk")
@Timeout(180)
class SystemCallsIT {
  private static final long LENGTH = 24L << 20;

  @TempDir private Path directory;

  @Test
  void shouldSendTheFileWithoutReadingItWhenServing() throws Exception {
    assertSentWithoutReading();
  }

  @Test
  void shouldSendTheFileWithoutReadingItUnderARateLimitToo() throws Exception {
    assertSentWithoutReading("--upload-limit", "32M");
  }

  private void assertSentWithoutReading(String... options) throws Exception {
    assumeTrue(canTrace(), "skipped: strace is not installed, or may not trace here");
    try (ProcessSwarm swarm = new ProcessSwarm(directory, List.of("-Xmx128m"))) {
      Path original = swarm.file("original.bin", LENGTH);
      ProcessSwarm.Sharer sharer = swarm.share(original, options);
      Path calls = directory.resolve("calls.txt");
      Process strace = trace(sharer.program().pid(), calls);

      ProcessSwarm.result(swarm.get(sharer.fileId(), "copy.bin"));

      strace.toHandle().destroy(); // it lets go of the sharer and ends
      assertThat(strace.waitFor(30, TimeUnit.SECONDS)).isTrue();
      List<String> ofTheFile =
          Files.readAllLines(calls).stream()
              .filter(call -> call.contains("original.bin>"))
              .toList();
      assertThat(ofTheFile).as("calls that name the file").isNotEmpty();
      assertThat(ofTheFile).allMatch(call -> call.contains("sendfile("));
    }
  }

  private static Process trace(long pid, Path calls) throws IOException {
    Process strace =
        new ProcessBuilder(
                "strace",
                "-f", // all threads
                "-y", // with the paths of descriptors
                "-e",
                "trace=sendfile,read,pread64,readv,preadv,preadv2,splice,mmap",
                "-o",
                calls.toString(),
                "-p",
                Long.toString(pid))
            .start();
    strace.errorReader().readLine(); // "attached"
    return strace;
  }

  private static boolean canTrace() throws InterruptedException {
    try {
      Process strace =
          new ProcessBuilder("strace", "-o", "/dev/null", "true").redirectErrorStream(true).start();
      return strace.waitFor(10, TimeUnit.SECONDS) && strace.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
