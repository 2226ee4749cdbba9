package dev.shoal.peer.internal.remember;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.peer.internal.hash.HashedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashesTest {
  private static final int FILES = 200;

  @TempDir Path directory;

  /** What workers have to do. */
  private final Queue<Runnable> work = new ArrayDeque<>();

  private final FileHasher hasher = new FileHasher(work::add, 1);

  @Test
  void shouldHaveFewFilesUnderWayHoweverManyAreAskedFor() throws Exception {
    FileHashes hashes = FileHashes.forgotten(hasher, work::add);
    List<CompletableFuture<HashedFile>> all = askForAll(hashes);
    assertThat(hashes.preparing()).isEqualTo(FILES);
    int most = 0;
    while (!work.isEmpty()) {
      most = Math.max(most, work.size());
      work.remove().run();
    }
    assertThat(most).isLessThan(20);
    assertThat(all).allMatch(each -> each.isDone() && !each.isCompletedExceptionally());
    assertThat(hashes.preparing()).isZero();
    assertThat(hashes.hashedBytes()).isEqualTo(FILES * 4);
  }

  @Test
  void shouldHashNothingInTheNextRun() throws Exception {
    FileHashes first = FileHashes.remembered(hasher, work::add, directory.resolve("memory"));
    List<CompletableFuture<HashedFile>> hashed = askForAll(first);
    runAll();
    first.close();
    FileHashes second = FileHashes.remembered(hasher, work::add, directory.resolve("memory"));
    List<CompletableFuture<HashedFile>> remembered = askForAll(second);
    runAll();
    for (int i = 0; i < FILES; i++) {
      assertThat(remembered.get(i).join()).isEqualTo(hashed.get(i).join());
    }
    assertThat(second.hashedBytes()).isZero();
    assertThat(second.rememberedFiles()).isEqualTo(FILES);
    second.close();
  }

  @Test
  void shouldSayThatAllIsReadWhenItIsRemembered() throws Exception {
    FileHashes hashes = FileHashes.remembered(hasher, work::add, directory.resolve("memory"));
    Path file = write(0);
    AtomicLong read = new AtomicLong();
    hashes.of(file, read::addAndGet);
    runAll();
    hashes.of(file, read::addAndGet);
    runAll();
    assertThat(read).hasValue(2 * Files.size(file));
    assertThat(hashes.rememberedFiles()).isEqualTo(1);
    hashes.close();
  }

  @Test
  void shouldRememberWhatWasWritten() throws Exception {
    FileHashes hashes = FileHashes.remembered(hasher, work::add, directory.resolve("memory"));
    Path file = write(0);
    CompletableFuture<HashedFile> hashed = hasher.hash(file, more -> {});
    runAll();
    hashes.learn(file, hashed.join().manifest());
    hashes.learn(directory.resolve("gone"), hashed.join().manifest());
    CompletableFuture<HashedFile> known = hashes.of(file, more -> {});
    runAll();
    assertThat(known.join()).isEqualTo(hashed.join());
    assertThat(hashes.hashedBytes()).isZero();
    hashes.close();
  }

  @Test
  void shouldNotBeginWhatNobodyWantsAnyMore() throws Exception {
    FileHashes hashes = FileHashes.forgotten(hasher, work::add);
    List<CompletableFuture<HashedFile>> all = askForAll(hashes);
    all.forEach(each -> each.cancel(false));
    assertThat(hashes.preparing()).isZero();
    runAll();
    assertThat(hashes.hashedBytes()).isZero();
  }

  @Test
  void shouldSayThatThereIsNoSuchFile() {
    FileHashes hashes = FileHashes.forgotten(hasher, work::add);
    CompletableFuture<HashedFile> missing = hashes.of(directory.resolve("none"), more -> {});
    runAll();
    assertThatThrownBy(missing::get).hasCauseInstanceOf(StorageException.class);
    assertThat(hashes.preparing()).isZero();
  }

  private List<CompletableFuture<HashedFile>> askForAll(FileHashes hashes) throws IOException {
    List<CompletableFuture<HashedFile>> all = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      all.add(hashes.of(write(i), more -> {}));
    }
    return all;
  }

  private Path write(int number) throws IOException {
    Path file = Files.writeString(directory.resolve("file " + number), "%04d".formatted(number));
    Instant modified = Instant.parse("2020-02-02T02:02:02.020202Z").plusNanos(number);
    Files.setLastModifiedTime(file, FileTime.from(modified));
    return file;
  }

  private void runAll() {
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }
}
