package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
  @TempDir Path parent;

  @Test
  void shouldLeaveNothingWhenClosed() throws Exception {
    Path outside = Files.writeString(parent.resolve("outside"), "stays");
    try (Workspace workspace = Workspace.create(parent)) {
      Files.createDirectories(workspace.path("a/b"));
      Files.writeString(workspace.path("a/b/c"), "goes");
      Files.createSymbolicLink(workspace.path("link"), outside);
    }

    assertThat(parent).isDirectoryContaining(outside::equals);
    assertThat(parent.toFile().list()).containsExactly("outside");
  }

  @Test
  void shouldMakeTheSameContentEveryTime() throws Exception {
    StopSignal stop = new StopSignal();
    Path one = parent.resolve("one");
    Path two = parent.resolve("two");
    DemoContent.write(one, (2 << 20) + 17, stop);
    DemoContent.write(two, (2 << 20) + 17, stop);

    assertThat(one).hasSize((2 << 20) + 17).hasSameBinaryContentAs(two);
  }

  @Test
  void shouldEndEarlyWhenStopped() throws IOException {
    StopSignal stop = new StopSignal();
    stop.request();
    Path file = parent.resolve("file");

    assertThatThrownBy(() -> DemoContent.write(file, 1L << 40, stop)).isInstanceOf(Stopped.class);
    assertThat(file).isEmptyFile();
  }
}
