package dev.shoal.tracker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.tracker.internal.state.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpTest {
  @TempDir Path directory;
  private Path original;
  private Path copy;

  @BeforeEach
  void fill() throws IOException {
    original = directory.resolve("tracker.mv");
    copy = directory.resolve("copy.mv");
    try (Store store = Store.open(original, file -> {})) {
      DurableState state = new DurableState(store.files(), 1000);
      for (int i = 0; i < 20; i++) {
        state.apply(Some.publish(i % 3, Some.file(i, "file " + i, "tag")));
      }
      state.apply(Some.completion(7, 12));
    }
  }

  @Test
  void shouldGiveTheSameStoreWhenDumpIsImported() throws IOException {
    assertThat(Dump.read(new ByteArrayInputStream(dump()), copy)).isEqualTo(20);

    assertThat(read(copy)).hasSize(20).isEqualTo(read(original));
  }

  @Test
  void shouldGiveTheSameDumpWhenWrittenTwice() throws IOException {
    assertThat(dump()).isEqualTo(dump());
  }

  @Test
  void shouldRefuseWhenThereIsStoreAlready() throws IOException {
    byte[] dump = dump();

    assertThatThrownBy(() -> Dump.read(new ByteArrayInputStream(dump), original))
        .hasMessage("there is a store " + original + " already; move it away first");
    assertThat(read(original)).hasSize(20);
  }

  @Test
  void shouldRefuseWhenThereIsNoStoreToDump() {
    assertThatThrownBy(() -> Dump.write(copy, new ByteArrayOutputStream()))
        .hasMessage("there is no store " + copy);
    assertThat(copy).doesNotExist();
  }

  @Test
  void shouldLeaveNothingBehindWhenDumpIsCutShort() throws IOException {
    byte[] dump = dump();
    for (int length = 0; length < dump.length; length += 41) {
      assertRefused(Arrays.copyOf(dump, length));
    }
    assertRefused(Arrays.copyOf(dump, dump.length + 1));
  }

  @Test
  void shouldLeaveNothingBehindWhenAnyByteIsAnother() throws IOException {
    byte[] dump = dump();
    for (int at = 0; at < dump.length; at += 41) {
      byte[] other = dump.clone();
      other[at] ^= 1;
      assertRefused(other);
    }
  }

  private void assertRefused(byte[] dump) {
    assertThatThrownBy(() -> Dump.read(new ByteArrayInputStream(dump), copy))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("dump");
    assertThat(directory).isDirectoryNotContaining(file -> !file.equals(original));
  }

  private byte[] dump() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(Dump.write(original, out)).isEqualTo(20);
    return out.toByteArray();
  }

  private static List<StoredFile> read(Path store) throws IOException {
    List<StoredFile> files = new ArrayList<>();
    Store.open(store, files::add).close();
    return files;
  }
}
