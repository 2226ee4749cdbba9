package dev.shoal.peer.internal.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.StorageException;
import dev.shoal.protocol.ChunkHasher;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.Manifest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileHasherTest {
  private static final int RANGE = 4 * 1024 * 1024;

  @TempDir Path directory = Path.of("");

  /** Runs nothing until told. */
  private final Deque<Runnable> tasks = new ArrayDeque<>();

  private final AtomicLong progress = new AtomicLong();

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, RANGE - 1, RANGE, 3 * RANGE + 12_345})
  void shouldHashAsOneChunkAfterAnother(int length) throws Exception {
    Path file = file(length);
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try {
      HashedFile hashed = new FileHasher(executor, 3).hash(file, progress::addAndGet).join();

      assertThat(hashed.manifest()).isEqualTo(manifest(Files.readAllBytes(file)));
      assertThat(hashed.path()).isEqualTo(file);
      assertThat(hashed.stamp()).isEqualTo(FileStamp.of(file));
      assertThat(progress).hasValue(length);
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void shouldAlsoWorkOnTheCallersThread() throws Exception {
    Path file = file(3 * RANGE);

    HashedFile hashed = new FileHasher(Runnable::run, 2).hash(file, progress::addAndGet).join();

    assertThat(hashed.manifest()).isEqualTo(manifest(Files.readAllBytes(file)));
  }

  @Test
  void shouldNeverQueueMoreTasksThanAllowed() throws Exception {
    CompletableFuture<HashedFile> hashed =
        new FileHasher(tasks::add, 2).hash(file(5 * RANGE), progress::addAndGet);
    assertThat(tasks).hasSize(1);

    while (!tasks.isEmpty()) {
      tasks.remove().run();
      assertThat(tasks).hasSizeLessThanOrEqualTo(2);
    }

    assertThat(hashed).isCompleted();
  }

  @Test
  void shouldStopWhenCancelled() throws Exception {
    CompletableFuture<HashedFile> hashed =
        new FileHasher(tasks::add, 1).hash(file(3 * RANGE), progress::addAndGet);
    tasks.remove().run();
    tasks.remove().run();
    hashed.cancel(false);
    runAll();

    assertThat(progress).hasValue(RANGE);
    assertThatThrownBy(hashed::join).isInstanceOf(CancellationException.class);
  }

  @Test
  void shouldStopWithinChunkWhenCancelled() throws Exception {
    AtomicInteger chunks = new AtomicInteger();
    Deque<CompletableFuture<HashedFile>> hashing = new ArrayDeque<>();
    hashing.add(
        new FileHasher(tasks::add, 1)
            .hash(
                file(RANGE),
                bytes -> {
                  if (chunks.incrementAndGet() == 3) {
                    hashing.getFirst().cancel(false);
                  }
                }));
    runAll();

    assertThat(chunks).hasValue(3);
  }

  @Test
  void shouldNoticeBytesChangedMeanwhile() throws Exception {
    Path file = file(2 * RANGE);
    CompletableFuture<HashedFile> hashed = begin(file);
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.write(1);
    }
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    runAll();

    assertChanged(hashed, file);
  }

  @Test
  void shouldNoticeFileCutShortMeanwhile() throws Exception {
    Path file = file(2 * RANGE);
    CompletableFuture<HashedFile> hashed = begin(file);
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(RANGE);
    }
    runAll();

    assertChanged(hashed, file);
  }

  @Test
  void shouldNoticeFileReplacedMeanwhile() throws Exception {
    Path file = file(2 * RANGE);
    FileStamp stamp = FileStamp.of(file);
    CompletableFuture<HashedFile> hashed = begin(file);
    Path other = directory.resolve("other");
    Files.copy(file, other);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(file, FileTime.from(stamp.modifiedNanos(), TimeUnit.NANOSECONDS));
    runAll();

    assertChanged(hashed, file);
  }

  @Test
  void shouldSayWhatIsWrongWithFile() throws Exception {
    Executor direct = Runnable::run;
    FileHasher hasher = new FileHasher(direct, 1);
    Path missing = directory.resolve("missing");

    assertThat(hasher.hash(missing, progress::addAndGet))
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(StorageException.class)
        .withMessage(missing + " does not exist");
    assertThat(hasher.hash(directory, progress::addAndGet))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(StorageException.class)
        .withMessage(directory + " is a directory");
  }

  @Test
  void shouldFailWhenExecutorTakesNoMore() throws Exception {
    Path file = file(3 * RANGE);
    AtomicInteger taken = new AtomicInteger();
    Executor closing =
        task -> {
          if (taken.incrementAndGet() > 3) {
            throw new RejectedExecutionException("closed");
          }
          tasks.add(task);
        };

    CompletableFuture<HashedFile> hashed =
        new FileHasher(closing, 2).hash(file, progress::addAndGet);
    runAll();

    assertThatThrownBy(hashed::join).hasCauseInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void shouldFailWhenProgressFails() throws Exception {
    CompletableFuture<HashedFile> hashed =
        new FileHasher(tasks::add, 2)
            .hash(
                file(RANGE),
                bytes -> {
                  throw new IllegalStateException("broken");
                });
    runAll();

    assertThatThrownBy(hashed::join).hasRootCauseMessage("broken");
  }

  private CompletableFuture<HashedFile> begin(Path file) {
    CompletableFuture<HashedFile> hashed =
        new FileHasher(tasks::add, 1).hash(file, progress::addAndGet);
    tasks.remove().run();
    tasks.remove().run();
    return hashed;
  }

  private void runAll() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private static void assertChanged(CompletableFuture<HashedFile> hashed, Path file) {
    assertThatThrownBy(hashed::join)
        .cause()
        .isInstanceOf(FileChangedException.class)
        .hasMessage(file + " was changed while it was hashed");
  }

  private Path file(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return Files.write(directory.resolve("file"), bytes);
  }

  private static Manifest manifest(byte[] bytes) {
    ChunkLayout layout = new ChunkLayout(bytes.length, ChunkSize.MIN);
    ChunkHasher hasher = new ChunkHasher();
    byte[] hashes = new byte[layout.count() * 32];
    for (int chunk = 0; chunk < layout.count(); chunk++) {
      ByteBuffer slice = ByteBuffer.wrap(bytes, (int) layout.offset(chunk), layout.size(chunk));
      System.arraycopy(hasher.hash(slice, layout.paddedLeaves()), 0, hashes, chunk * 32, 32);
    }
    return Manifest.of(layout, hashes);
  }
}
