package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class RunOptionsTest {
  @TempDir private Path directory;

  @Test
  void shouldMakeTheDirectoryForDownloadsThatIsNamed() throws Exception {
    Path downloads = directory.resolve("a/b");

    assertThat(given("--downloads=" + downloads).config(directory).build().downloadDirectory())
        .isEqualTo(downloads)
        .isDirectory();
  }

  @Test
  void shouldRefuseADirectoryForDownloadsThatCannotBeMade() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> given("--downloads=" + file).config(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("--downloads", file + " is none");
    assertThatThrownBy(() -> given("--downloads=" + file.resolve("sub")).config(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--downloads");
  }

  @Test
  void shouldRefuseToWatchAFile() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> given("--watch=" + file).config(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("--watch", file.toString());
    assertThat(given("--watch=" + directory.resolve("later")).config(directory).build().watched())
        .hasSize(1);
  }

  private static RunOptions given(String... arguments) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(arguments);
    return holder.options;
  }

  @Command
  private static final class Holder {
    @Mixin private final RunOptions options = new RunOptions();
  }
}
