package dev.shoal.tracker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.tracker.internal.state.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("tracker.mv");
  }

  @Test
  void shouldHoldFilesWhenOpenedAgain() throws IOException {
    fill(0, 300);
    fill(300, 600);

    assertThat(read()).hasSize(600).startsWith(Some.stored(0, 0, 1, "file 0"));
    assertThat(directory).isDirectoryContaining(file::equals).isDirectoryNotContaining(this::other);
  }

  @Test
  void shouldForgetWhatWasNotCommittedWhenClosedByForce() throws IOException {
    fill(0, 10);
    Store store = Store.open(file, each -> {});
    new DurableState(store, 1000, AccessLimits.DEFAULT)
        .apply(Some.publish(1, Some.file(99, "lost")));
    store.abandon();

    assertThat(read()).hasSize(10);
  }

  @Test
  void shouldForgetWhatWasNotCommittedWhenRolledBack() throws IOException {
    fill(0, 10);
    try (Store store = Store.open(file, each -> {})) {
      new DurableState(store, 1000, AccessLimits.DEFAULT)
          .apply(Some.publish(1, Some.file(99, "lost")));
      store.rollBack();
      new DurableState(store, 1000, AccessLimits.DEFAULT)
          .apply(Some.publish(1, Some.file(10, "file 10")));
    }

    assertThat(read()).hasSize(11).endsWith(Some.stored(10, 10, 1, "file 10"));
  }

  @Test
  void shouldForgetWhatWasNotCommittedWhenInMemory() throws IOException {
    try (Store store = Store.open(null, each -> {})) {
      new DurableState(store, 1000, AccessLimits.DEFAULT)
          .apply(Some.publish(1, Some.file(1, "kept")));
      store.commit();
      new DurableState(store, 1000, AccessLimits.DEFAULT)
          .apply(Some.publish(1, Some.file(2, "lost")));
      store.rollBack();

      assertThat(store.files().size()).isEqualTo(1);
      assertThat(store.files().get(Some.id(2))).isNull();
      assertThat(store.fileBytes()).isZero();
    }
  }

  @Test
  void shouldRefuseWhenStoreIsInUse() throws IOException {
    try (Store store = Store.open(file, each -> {})) {
      assertThatThrownBy(this::read)
          .hasMessage("the store " + file + " is in use by another process");
      assertThat(store.files().size()).isZero();
    }
  }

  @Test
  void shouldRefuseWhenFileIsEmpty() throws IOException {
    Files.createFile(file);

    assertDamaged("it is empty");
  }

  @Test
  void shouldRefuseWhenFileIsNoStore() throws IOException {
    Files.write(file, "not a store\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII));

    assertDamaged("it does not begin with the header of a store");
  }

  @Test
  void shouldRefuseWhenSchemaIsAnother() throws IOException {
    fill(0, 1);
    SealedFileStore sealed = new SealedFileStore(new HashMap<>(), Long.MAX_VALUE);
    sealed.open(file.toString(), false, null);
    MVStore other = new MVStore.Builder().adoptFileStore(sealed).autoCommitDisabled().open();
    other.setStoreVersion(4);
    other.commit();
    other.sync();
    other.closeImmediately();

    assertThatThrownBy(this::read)
        .hasMessageContaining(
            "is of schema 4, but this tracker reads schemas 1 to 3: export it with");
  }

  @Test
  void shouldOpenWhenOneCopyOfHeaderIsTorn() throws IOException {
    fill(0, 300);
    byte[] whole = Files.readAllBytes(file);
    for (int copy = 0; copy < 2; copy++) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, copy * 4096, copy * 4096 + 512, (byte) 0);
      Files.write(file, torn);

      assertThat(read()).hasSize(300);
    }
  }

  @Test
  void shouldRefuseWhenBothCopiesOfHeaderAreGone() throws IOException {
    fill(0, 300);
    damage(0, 8192);

    assertDamaged("it does not begin with the header of a store");
  }

  @Test
  void shouldRefuseWhenFileIsCutShort() throws IOException {
    fill(0, 300);
    byte[] whole = Files.readAllBytes(file);
    for (int length = whole.length - 4096; length >= 0; length -= 4096) {
      Files.write(file, Arrays.copyOf(whole, length));

      assertDamaged("");
    }
  }

  /** Whatever block is lost, the store is refused, or nothing that it holds was in that block. */
  @Test
  void shouldRefuseOrHoldEverythingWhenAnyBlockIsDamaged() throws IOException {
    for (int i = 0; i < 20; i++) {
      fill(i * 50, i * 50 + 50);
    }
    List<StoredFile> files = read();
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int position = 8192; position < whole.length; position += 4096) {
      Files.write(file, whole);
      damage(position + 1000, position + 1003);
      try {
        assertThat(read()).as("damaged at %s", position).isEqualTo(files);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("is damaged");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private boolean other(Path path) {
    return !path.equals(file);
  }

  private void assertDamaged(String why) {
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the store " + file + " is damaged: " + why)
        .hasMessageContaining("restore the catalogue from a dump with \"import\"");
  }

  private void damage(int from, int to) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = from; i < to; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);
  }

  private void fill(int from, int to) throws IOException {
    try (Store store = Store.open(file, each -> {})) {
      DurableState state = new DurableState(store, 1_000_000, AccessLimits.DEFAULT);
      for (int i = from; i < to; i++) {
        state.apply(Some.publish(1, Some.file(i, "file " + i)));
        if (i % 50 == 49) {
          store.commit();
        }
      }
    }
  }

  private List<StoredFile> read() throws IOException {
    List<StoredFile> files = new ArrayList<>();
    Store.open(file, files::add).close();
    return files;
  }
}
