package dev.shoal.peer.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.protocol.FileId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeFilesTest {
  private static final int FILES = 100;

  @TempDir Path directory = Path.of("");
  private final FaultyFileLayer layer = new FaultyFileLayer();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldPutFilesInTheirPlaces(boolean linkless) throws IOException {
    layer.linkless = linkless;
    assertThat(store(false)).allMatch(file -> file.failure() == null && !file.isTaken());
    allAreWhole();
  }

  @Test
  void shouldLastWhenPowerIsLostAfterwards() throws IOException {
    store(false);
    layer.losePower(null);
    for (int i = 0; i < FILES; i++) {
      assertThat(path(i)).hasBinaryContent(content(i));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldNeverHaveATornFileWhenPowerIsLostMeanwhile(int seed) throws IOException {
    int forced = new Random(seed).nextInt(FILES);
    layer.duringForce = new PowerCut(seed, forced);
    try {
      store(false);
    } catch (PowerCut.Cut cut) {
      // and so no further
    }
    try (Stream<Path> there = Files.list(directory)) {
      for (Path file :
          there.filter(each -> !each.getFileName().toString().startsWith(".")).toList()) {
        assertThat(file).hasBinaryContent(content(number(file)));
      }
    }
  }

  /** Cuts the power when so many files have been forced. */
  private final class PowerCut implements Runnable {
    static final class Cut extends RuntimeException {
      private static final long serialVersionUID = 1L;
    }

    private final long seed;
    private int left;

    PowerCut(long seed, int forces) {
      this.seed = seed;
      this.left = forces;
    }

    @Override
    public void run() {
      if (left-- > 0) {
        layer.duringForce = this;
        return;
      }
      try {
        layer.losePower(new Random(seed));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      throw new Cut();
    }
  }

  @Test
  void shouldTouchNothingThatIsThereUnlessItIsToBeReplaced() throws IOException {
    Files.writeString(path(3), "precious");
    List<WholeFile> files = store(false);
    assertThat(reason(files.get(3))).isEqualTo(Reason.EXISTS);
    assertThat(path(3)).hasContent("precious");
    assertThat(files.stream().filter(file -> file.failure() == null)).hasSize(FILES - 1);

    store(true);
    allAreWhole();
  }

  @Test
  void shouldLeaveAloneWhatAnotherDownloadHasBegun() throws IOException {
    PartPaths others = PartPaths.named(path(5), directory, id(5));
    Files.writeString(others.part(), "begun");
    List<WholeFile> files = store(false);
    assertThat(files.get(5).isTaken()).isTrue();
    assertThat(files.get(5).failure()).isNull();
    assertThat(others.part()).hasContent("begun");
    assertThat(path(5)).doesNotExist();
  }

  @Test
  void shouldLeaveAloneWhatAnotherDownloadBeginsOnceAFileIsReplaced() throws IOException {
    WholeFile file = new WholeFile(path(5), id(5), ByteBuffer.wrap(content(5)));
    file.write(layer);
    file.force();
    file.name(layer, true);
    PartPaths others = PartPaths.named(path(5), directory, id(5));
    Files.writeString(others.part(), "begun");
    file.tidyUp(layer);
    assertThat(others.part()).hasContent("begun");
    assertThat(path(5)).hasBinaryContent(content(5));
  }

  @Test
  void shouldSayWhichFilesFoundNoRoom() throws IOException {
    layer.freeBytes = 500;
    List<WholeFile> files = store(false);
    assertThat(files.get(FILES - 1).failure()).isNotNull();
    assertThat(reason(files.get(FILES - 1))).isEqualTo(Reason.DISK_FULL);
    assertThat(files.get(1).failure()).isNull();
    assertThat(path(FILES - 1)).doesNotExist();
    try (Stream<Path> there = Files.list(directory)) {
      assertThat(there).hasSize((int) files.stream().filter(f -> f.failure() == null).count());
    }
  }

  @Test
  void shouldPublishNothingThatCouldNotBeForced() throws IOException {
    layer.failing = true;
    assertThat(store(false)).allMatch(file -> file.failure() != null);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void shouldKnowFromNamesWhatIsFree() {
    PartPaths paths = PartPaths.named(path(1), directory, id(1));
    assertThat(isFree(Set.of())).isTrue();
    assertThat(isFree(Set.of("other", "file10"))).isTrue();
    assertThat(isFree(Set.of("file1"))).isFalse();
    assertThat(isFree(Set.of(String.valueOf(paths.part().getFileName())))).isFalse();
    assertThat(isFree(Set.of(String.valueOf(paths.journal().getFileName())))).isFalse();
  }

  private boolean isFree(Set<String> names) {
    return WholeFiles.isFree(path(1), id(1), names);
  }

  private List<WholeFile> store(boolean overwrite) {
    List<WholeFile> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      files.add(new WholeFile(path(i), id(i), ByteBuffer.wrap(content(i))));
    }
    WholeFiles.store(layer, files, overwrite);
    return files;
  }

  private void allAreWhole() throws IOException {
    for (int i = 0; i < FILES; i++) {
      assertThat(path(i)).hasBinaryContent(content(i));
    }
    try (Stream<Path> there = Files.list(directory)) {
      assertThat(there).hasSize(FILES);
    }
  }

  private Path path(int number) {
    return directory.resolve("file" + number);
  }

  private static int number(Path file) {
    return Integer.parseInt(file.getFileName().toString().substring("file".length()));
  }

  private static FileId id(int number) {
    return FileId.of(new byte[32], number);
  }

  private static byte[] content(int number) {
    byte[] content = new byte[number];
    Arrays.fill(content, (byte) number);
    return content;
  }

  private static Reason reason(WholeFile file) {
    StorageException failure = file.failure();
    assertThat(failure).isNotNull();
    return failure == null ? Reason.FAILED : failure.reason();
  }
}
