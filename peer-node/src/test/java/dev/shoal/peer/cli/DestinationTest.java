package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ShoalLink;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationTest {
  private static final String ID = "ab".repeat(FileId.LENGTH);

  @TempDir Path directory;

  @Test
  void shouldBeInTheCurrentDirectoryWhenNothingIsSaid() {
    assertThat(Destination.of(null, link("a b.bin"))).isEqualTo(Path.of("a b.bin"));
    assertThat(Destination.of(null, link(null))).isEqualTo(Path.of(ID));
  }

  @Test
  void shouldStayInTheDirectoryWhateverTheLinkClaims() {
    assertThat(Destination.of(directory, link("../../etc/passwd")))
        .isEqualTo(directory.resolve("passwd"));
    assertThat(Destination.of(directory, link("..\\..\\evil.exe")))
        .isEqualTo(directory.resolve("evil.exe"));
    assertThat(Destination.of(directory, link("../"))).isEqualTo(directory.resolve(ID));
    assertThat(Destination.of(directory, link("a\u001b[2J\n.bin")).getParent())
        .isEqualTo(directory);
  }

  @Test
  void shouldBeThePathThatIsGivenWhenItIsNoDirectory() {
    Path file = directory.resolve("copy.bin");

    assertThat(Destination.of(file, link("other.bin"))).isEqualTo(file);
  }

  private static ShoalLink link(@Nullable String name) {
    return new ShoalLink(FileId.parse(ID), name, List.of());
  }
}
