package dev.shoal.tracker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.tracker.internal.state.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
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
      DurableState state = new DurableState(store, 1000, AccessLimits.DEFAULT);
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

  /** The dump is larger than every buffer on its way, so that some of it is written early. */
  @Test
  void shouldBlameOutputAndLeaveStoreWhenOutputFails() throws IOException {
    fillMore(5_000);
    byte[] before = Files.readAllBytes(original);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    Dump.write(original, whole);
    assertThat(whole.size()).isGreaterThan(300_000);
    for (int room : new int[] {0, 100_000, 200_000, whole.size() - 33, whole.size() - 1}) {
      assertThatThrownBy(() -> Dump.write(original, new FullDisk(room, false)))
          .as("with room for %s bytes", room)
          .isInstanceOf(IOException.class)
          .hasMessage("the dump cannot be written: no space left");
      assertThat(Files.readAllBytes(original)).as("the store").isEqualTo(before);
    }
    assertThat(read(original)).hasSize(5_020);
  }

  @Test
  void shouldBlameOutputWhenItFailsAtFlush() throws IOException {
    byte[] before = Files.readAllBytes(original);

    assertThatThrownBy(() -> Dump.write(original, new FullDisk(Integer.MAX_VALUE, true)))
        .isInstanceOf(IOException.class)
        .hasMessage("the dump cannot be written: no space left");
    assertThat(Files.readAllBytes(original)).isEqualTo(before);
  }

  @Test
  void shouldBlameStoreWhenItIsDamaged() throws IOException {
    byte[] bytes = Files.readAllBytes(original);
    Files.write(original, Arrays.copyOf(bytes, bytes.length - 4096));

    assertThatThrownBy(() -> Dump.write(original, new ByteArrayOutputStream()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the store " + original + " is damaged");
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

  private void fillMore(int files) throws IOException {
    try (Store store = Store.open(original, file -> {})) {
      DurableState state = new DurableState(store, 10_000, AccessLimits.DEFAULT);
      for (int i = 20; i < 20 + files; i++) {
        state.apply(Some.publish(i % 3, Some.file(i, "file " + i, "tag")));
      }
    }
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

  /** Takes so many bytes, and then fails as a full disk does. */
  private static final class FullDisk extends OutputStream {
    private final boolean failsAtFlush;
    private int room;

    FullDisk(int room, boolean failsAtFlush) {
      this.room = room;
      this.failsAtFlush = failsAtFlush;
    }

    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > room) {
        throw new IOException("no space left");
      }
      room -= length;
    }

    @Override
    public void flush() throws IOException {
      if (failsAtFlush) {
        throw new IOException("no space left");
      }
    }
  }
}
