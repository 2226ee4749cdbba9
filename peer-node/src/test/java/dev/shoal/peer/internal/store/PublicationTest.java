package dev.shoal.peer.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {
  private static final byte[] BYTES = {1, 2, 3};
  private static final byte[] OTHERS = {4};

  @TempDir Path directory = Path.of("");
  private final FaultyFileLayer layer = new FaultyFileLayer();
  private final Random chance = new Random(1);
  private Path from = Path.of("");
  private Path to = Path.of("");

  @BeforeEach
  void writeFile() throws IOException {
    from = directory.resolve("from");
    to = directory.resolve("to");
    try (DiskFile file = layer.create(from)) {
      file.write(ByteBuffer.wrap(BYTES), 0);
      file.force();
    }
    layer.syncDirectory(directory);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldRename(boolean linkless) throws IOException {
    layer.linkless = linkless;

    Publication.publish(layer, from, to);

    assertThat(to).hasBinaryContent(BYTES);
    assertThat(from).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldNeverReplaceWhatIsThere(boolean linkless) throws IOException {
    layer.linkless = linkless;
    Files.write(to, OTHERS);

    assertThatThrownBy(() -> Publication.publish(layer, from, to))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(to).hasBinaryContent(OTHERS);
    assertThat(from).hasBinaryContent(BYTES);
  }

  @Test
  void shouldReplaceWhenAskedTo() throws IOException {
    Files.write(to, OTHERS);

    Publication.replace(layer, from, to);

    assertThat(to).hasBinaryContent(BYTES);
    assertThat(from).doesNotExist();
  }

  @Test
  void shouldLeaveOneNameWhenBothAreOfTheSameFile() throws IOException {
    layer.link(from, to);

    Publication.replace(layer, from, to);

    assertThat(to).hasBinaryContent(BYTES);
    assertThat(from).doesNotExist();
  }

  @Test
  void shouldLeaveNothingBehindWhenRefused() {
    layer.readOnly = true;

    assertThatThrownBy(() -> Publication.publish(layer, from, to))
        .isInstanceOf(AccessDeniedException.class);

    assertThat(to).doesNotExist();
    assertThat(from).hasBinaryContent(BYTES);
  }

  @Test
  void shouldSurviveLossOfPowerWhateverIsKept() throws IOException {
    for (int i = 0; i < 20; i++) {
      Publication.publish(layer, from, to);
      layer.losePower(chance);

      assertThat(to).hasBinaryContent(BYTES);
      layer.delete(from);
      layer.replace(to, from);
      layer.syncDirectory(directory);
    }
  }

  @Test
  void shouldNotLoseFileWhenPowerIsLostAmidPublishing() throws IOException {
    for (int i = 0; i < 20; i++) {
      layer.failing = true; // gets no further than to make the new name last
      assertThatThrownBy(() -> Publication.publish(layer, from, to))
          .hasMessage("Input/output error");
      layer.failing = false;
      layer.losePower(chance);

      assertThat(Files.exists(from) ? from : to).hasBinaryContent(BYTES);
      if (Files.exists(to)) {
        layer.delete(from);
        layer.replace(to, from);
        layer.syncDirectory(directory);
      }
    }
  }
}
