package dev.shoal.benchmarks.small;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSetTest {
  @Test
  void shouldReadCountAndSize() {
    FileSet set = FileSet.parse("10000x4KiB");
    assertThat(set.count()).isEqualTo(10_000);
    assertThat(set.bytes()).isEqualTo(40_960_000);
    assertThat(set.atMost(3)).hasToString("3x4KiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "4KiB", "0x4KiB", "5x", "5x0", "9999999x1", "-1x1"})
  void shouldSayWhatIsWrongWhenItIsNone(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> FileSet.parse(text));
  }

  @Test
  void shouldNoticeACopyThatDiffers(@TempDir Path directory) throws IOException {
    FileSet set = FileSet.parse("3x100");
    set.write(directory.resolve("a"), 0);
    set.write(directory.resolve("b"), 0);
    set.requireEqual(directory.resolve("a"), directory.resolve("b"));
    Files.writeString(directory.resolve("b").resolve(set.names().get(2)), "other");
    assertThatIOException()
        .isThrownBy(() -> set.requireEqual(directory.resolve("a"), directory.resolve("b")))
        .withMessageContaining("differs");
  }
}
