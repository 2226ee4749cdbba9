package dev.shoal.peer.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks between this process and another one. */
class LockedFileIT {
  @TempDir Path directory = Path.of("");

  /** Another process: says whether it gets the lock, then holds it until its input ends. */
  static final class Other {
    private Other() {}

    public static void main(String[] args) throws IOException {
      try (FileChannel channel =
          FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
        System.out.println(channel.tryLock() != null ? "locked" : "refused");
        System.in.transferTo(System.err);
      }
    }
  }

  @Test
  void shouldKeepOtherProcessesOutEvenAfterRefusingOneOfItsOwn() throws Exception {
    try (LockedFile locked = LockedFile.open(file())) {
      assertThatThrownBy(() -> LockedFile.open(file())).isInstanceOf(FileLockedException.class);
      assertThat(locked.channel().isOpen()).isTrue();

      Process other = start();
      assertThat(firstLine(other)).isEqualTo("refused");
      end(other);
    }

    Process other = start();
    assertThat(firstLine(other)).isEqualTo("locked");
    assertThatThrownBy(() -> LockedFile.open(file())).isInstanceOf(FileLockedException.class);
    other.destroyForcibly();
    other.waitFor();

    LockedFile.open(file()).close();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName(),
            file().toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String firstLine(Process process) throws IOException {
    return process.inputReader(StandardCharsets.US_ASCII).readLine();
  }

  private static void end(Process process) throws Exception {
    process.getOutputStream().close();
    assertThat(process.waitFor()).isZero();
  }

  private Path file() {
    return directory.resolve("lock");
  }
}
