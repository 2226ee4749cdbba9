package dev.shoal.peer.internal.remember;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.peer.internal.hash.FileStamp;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.peer.swarm.Await;
import dev.shoal.protocol.ChunkSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RememberedHashesTest {
  private static final Instant LONG_AGO = Instant.parse("2020-02-02T02:02:02.020202Z");
  private static final long MILLIS = TimeUnit.MILLISECONDS.toNanos(1);

  @TempDir Path directory;
  private final FileHasher hasher = new FileHasher(Runnable::run, 1);
  private Path memory;
  private Path file;
  private RememberedHashes remembered;

  @BeforeEach
  void open() throws IOException {
    memory = directory.resolve("memory");
    file = write("file", 3 * ChunkSize.MIN + 7, LONG_AGO);
    remembered = RememberedHashes.open(memory).orElseThrow();
  }

  @AfterEach
  void close() {
    remembered.close();
  }

  @Test
  void shouldKnowAFileInTheNextRun() throws Exception {
    HashedFile hashed = learn(file);
    restart();
    assertThat(find(file)).contains(hashed);
  }

  @Test
  void shouldKnowTheEmptyFile() throws Exception {
    Path empty = write("empty", 0, LONG_AGO);
    HashedFile hashed = learn(empty);
    restart();
    assertThat(find(empty)).contains(hashed);
  }

  @Test
  void shouldNotKnowAFileThatIsAnotherOneNow() throws Exception {
    learn(file);
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plusNanos(1)));
    assertThat(find(file)).isEmpty();
    Files.writeString(file, "longer or shorter");
    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    assertThat(find(file)).isEmpty();
  }

  @Test
  void shouldNotKnowAFileThatTookTheOthersPlace() throws Exception {
    learn(file);
    Path other = write("other", 3 * ChunkSize.MIN + 7, LONG_AGO);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(find(file)).isEmpty();
  }

  @Test
  void shouldKnowAFileByItsNewName() throws Exception {
    HashedFile hashed = learn(file);
    Path renamed = Files.move(file, directory.resolve("renamed"));
    assertThat(find(renamed)).map(HashedFile::manifest).contains(hashed.manifest());
    restart();
    assertThat(find(renamed)).map(HashedFile::path).contains(renamed);
  }

  @Test
  void shouldNotKnowAnotherFileThatWasGivenTheInodeAndAnArchivesTime() throws Exception {
    Path unpacked = write("unpacked", 100, Instant.parse("2020-02-02T02:02:02Z"));
    learn(unpacked);
    assertThat(find(Files.move(unpacked, directory.resolve("another")))).isEmpty();
    assertThat(find(Files.move(directory.resolve("another"), unpacked))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "2020-02-02T02:02:02.020202Z, 49, false",
    "2020-02-02T02:02:02.020202Z, 50, true",
    "2020-02-02T02:02:02.020202Z, -1, false",
    "2020-02-02T02:02:02Z, 1999, false",
    "2020-02-02T02:02:02Z, 2000, true",
  })
  void shouldOnlyLearnWhatCanNotHaveChangedUnseen(Instant modified, long millis, boolean learned)
      throws Exception {
    Path young = write("young", 100, modified);
    HashedFile hashed = hash(young);
    remembered.learn(hashed, hashed.stamp().modifiedNanos() + millis * MILLIS);
    assertThat(find(young).isPresent()).isEqualTo(learned);
  }

  @Test
  void shouldNotGrowWhenTheSameIsLearnedAgain() throws Exception {
    learn(file);
    long size = Files.size(memory.resolve("hashes"));
    learn(file);
    assertThat(Files.size(memory.resolve("hashes"))).isEqualTo(size);
  }

  @Test
  void shouldPreferFinerHashes() throws Exception {
    HashedFile fine = hash(file);
    HashedFile coarse =
        new HashedFile(file, fine.stamp(), fine.manifest().coarsen(ChunkSize.DEFAULT));
    remembered.learn(coarse);
    assertThat(find(file)).contains(coarse);
    remembered.learn(fine);
    remembered.learn(coarse);
    assertThat(find(file)).contains(fine);
  }

  @Test
  void shouldDoWithoutWhenAnotherNodeIsAtIt() throws Exception {
    assertThat(RememberedHashes.open(memory, RememberedHashes.Limits.DEFAULT)).isEmpty();
    learn(file);
    restart();
    assertThat(find(file)).isPresent();
  }

  @Test
  void shouldWaitForANodeThatIsAboutToEnd() throws Exception {
    CompletableFuture<Optional<RememberedHashes>> next =
        CompletableFuture.supplyAsync(
            () ->
                RememberedHashes.open(
                    memory, RememberedHashes.Limits.DEFAULT, Duration.ofSeconds(30)));
    remembered.close();
    remembered = Await.result(next).orElseThrow();
    learn(file);
    assertThat(find(file)).isPresent();
  }

  @Test
  void shouldBeNobodysBusiness() throws Exception {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    assertThat(Files.getPosixFilePermissions(memory.resolve("hashes")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(memory))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void shouldBeginAfreshWhenItIsSomethingElse() throws Exception {
    remembered.close();
    Files.writeString(memory.resolve("hashes"), "of another version, or of another program");
    remembered = RememberedHashes.open(memory).orElseThrow();
    assertThat(find(file)).isEmpty();
    learn(file);
    restart();
    assertThat(find(file)).isPresent();
  }

  @Test
  void shouldDoWithoutWhenItCanNotBeAFile() throws Exception {
    remembered.close();
    Files.delete(memory.resolve("hashes"));
    Files.createDirectory(memory.resolve("hashes"));
    assertThat(RememberedHashes.open(memory, RememberedHashes.Limits.DEFAULT)).isEmpty();
    Files.delete(memory.resolve("hashes"));
    remembered = RememberedHashes.open(memory).orElseThrow();
  }

  @Test
  void shouldBeWrittenAnewWhenMostOfItIsOutOfDate() throws Exception {
    limits(new RememberedHashes.Limits(100, 1 << 20, 1000));
    for (int i = 1; i <= 100; i++) {
      Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plusNanos(i)));
      learn(file);
    }
    Path other = write("other", 100, LONG_AGO);
    learn(other);
    assertThat(Files.size(memory.resolve("hashes"))).isLessThan(4000);
    assertThat(find(file)).isPresent();
    restart();
    assertThat(find(file)).isPresent();
    assertThat(find(other)).isPresent();
    assertThat(memory.resolve("hashes.new")).doesNotExist();
  }

  @Test
  void shouldForgetFilesThatAreGoneWhenThereIsNoRoomForOthers() throws Exception {
    RememberedHashes.Limits four = new RememberedHashes.Limits(4, 1 << 20, 100);
    limits(four);
    for (int i = 0; i < 4; i++) {
      learn(write("gone " + i, 100, LONG_AGO.plusNanos(i)));
    }
    learn(file);
    assertThat(find(file)).as("there is no room").isEmpty();
    assertThat(find(directory.resolve("gone 3"))).isPresent();
    for (int i = 0; i < 3; i++) {
      Files.delete(directory.resolve("gone " + i));
    }
    limits(four);
    learn(file);
    assertThat(find(file)).isPresent();
    assertThat(find(directory.resolve("gone 3"))).isPresent();
  }

  @Test
  void shouldKnowNothingWhenItIsClosed() throws Exception {
    learn(file);
    remembered.close();
    assertThat(find(file)).isEmpty();
    learn(file);
  }

  private void restart() {
    remembered.close();
    remembered = RememberedHashes.open(memory).orElseThrow();
  }

  private void limits(RememberedHashes.Limits limits) {
    remembered.close();
    remembered = RememberedHashes.open(memory, limits).orElseThrow();
  }

  private HashedFile learn(Path path) throws Exception {
    HashedFile hashed = hash(path);
    remembered.learn(hashed);
    return hashed;
  }

  private HashedFile hash(Path path) throws Exception {
    return hasher.hash(path, more -> {}).get();
  }

  private Optional<HashedFile> find(Path path) throws Exception {
    return remembered.find(path, FileStamp.of(path));
  }

  private Path write(String name, int size, Instant modified) throws IOException {
    byte[] content = new byte[size];
    new Random(name.hashCode()).nextBytes(content);
    Path path = Files.write(directory.resolve(name), content);
    Files.setLastModifiedTime(path, FileTime.from(modified));
    return path;
  }
}
