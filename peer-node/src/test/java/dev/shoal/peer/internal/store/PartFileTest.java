package dev.shoal.peer.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.protocol.ChunkHasher;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartFileTest {
  private static final Content CONTENT = Content.random(3 * 64 * 1024 + 5, 3);

  @TempDir Path directory = Path.of("");
  private final FaultyFileLayer layer = new FaultyFileLayer();
  private final AtomicLong rehashed = new AtomicLong();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy.bin",
        "mit Leerzeichen und Umläuten äöü.tar.gz",
        "日本語の名前 🐟.bin",
        "-rf",
        ".hidden",
        "line\nbreak",
        "no extension"
      })
  void shouldPublishUnderAnyName(String name) throws Exception {
    Path destination = directory.resolve(name);
    try (PartFile part = open(destination, CONTENT)) {
      writeAll(part, CONTENT);
      part.publish(false);
    }

    assertThat(destination).hasBinaryContent(CONTENT.bytes());
    assertThat(names()).containsExactly(name);
  }

  @Test
  void shouldPublishUnderLongestName() throws Exception {
    String name = "ü".repeat(125) + ".json"; // 255 bytes
    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSize(255);
    try (PartFile part = open(directory.resolve(name), CONTENT)) {
      assertThat(names())
          .hasSize(2)
          .allSatisfy(n -> assertThat(n.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(256));
      writeAll(part, CONTENT);
      part.publish(false);
    }

    assertThat(names()).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16 * 1024, 64 * 1024, 64 * 1024 + 1})
  void shouldPublishFilesOfAnyLength(int length) throws Exception {
    Content content = Content.random(length, 4);
    try (PartFile part = open(destination(), content)) {
      writeAll(part, content);
      part.publish(false);
    }

    assertThat(destination()).hasBinaryContent(content.bytes());
  }

  @Test
  void shouldNameItsFilesAfterNameAndContent() throws Exception {
    String id = CONTENT.manifest().fileId().toString().substring(0, 16);
    try (PartFile part = open(destination(), CONTENT)) {
      assertThat(part.path()).isEqualTo(directory.resolve(".copy.bin." + id + ".part"));
      assertThat(part.destination()).isEqualTo(destination());
      assertThat(names())
          .containsExactlyInAnyOrder(".copy.bin." + id + ".part", ".copy.bin." + id + ".journal");
    }
  }

  @Test
  void shouldKeepChunksBeyondFourGibibytes() throws Exception {
    ChunkLayout layout = new ChunkLayout((4L << 30) + 100_000, ChunkSize.MAX);
    int last = layout.count() - 1;
    byte[] bytes = new byte[layout.size(last)];
    new Random(5).nextBytes(bytes);
    byte[] hashes = new byte[layout.count() * 32];
    byte[] hash = new ChunkHasher().hash(ByteBuffer.wrap(bytes), layout.paddedLeaves());
    System.arraycopy(hash, 0, hashes, last * 32, 32);
    Manifest manifest = Manifest.of(layout, hashes);
    FileLayer disk = new DiskFileLayer();
    try (PartFile part = PartFile.open(disk, destination(), manifest, 0, n -> {})) {
      part.writeVerified(last, ByteBuffer.wrap(bytes));
      assertThat(Files.size(part.path())).isEqualTo(layout.length());
    }

    try (PartFile part = PartFile.open(disk, destination(), manifest, 0, n -> {})) {
      assertThat(part.held().cardinality()).isEqualTo(1);
      assertThat(part.held().contains(last)).isTrue();
      part.discard();
    }
  }

  @Test
  void shouldKeepEveryChunkWithoutHashingWhenKilled() throws Exception {
    open(destination(), CONTENT).writeVerified(2, CONTENT.chunk(2));
    layer.kill();

    Manifest known =
        PartFile.resumable(layer, destination(), CONTENT.manifest().fileId()).orElseThrow();
    assertThat(known).isEqualTo(CONTENT.manifest());
    try (PartFile part = open(destination(), CONTENT)) {
      assertThat(held(part)).containsExactly(2);
      assertThat(rehashed).hasValue(0);
    }
  }

  @Test
  void shouldHashOnlyWhatWasNotSyncedWhenPowerWasLost() throws Exception {
    PartFile killed = open(destination(), CONTENT);
    killed.writeVerified(0, CONTENT.chunk(0));
    assertThat(killed.syncIfDue(SyncSchedule.NANOS)).isTrue();
    killed.writeVerified(2, CONTENT.chunk(2));
    try (DiskFile journal = layer.open(journal(killed))) {
      journal.force(); // as the system may at any time: the record is stored, the bytes are not
    }
    layer.losePower(null);

    try (PartFile part = open(destination(), CONTENT)) {
      assertThat(held(part)).containsExactly(0);
      assertThat(rehashed).hasValue(64 * 1024);
    }
  }

  @Test
  void shouldHashAllAndOnlyOnceWhenJournalIsGone() throws Exception {
    loseJournal();

    assertThat(PartFile.resumable(layer, destination(), CONTENT.manifest().fileId())).isEmpty();
    try (PartFile part = open(destination(), CONTENT)) {
      assertThat(held(part)).containsExactly(1, 3);
      assertThat(rehashed).hasValue(CONTENT.bytes().length);
    }
    try (PartFile part = open(destination(), CONTENT)) {
      assertThat(held(part)).containsExactly(1, 3);
      assertThat(rehashed).hasValue(CONTENT.bytes().length);
    }
  }

  @Test
  void shouldHashAllAgainWhenHashingWasCutShort() throws Exception {
    loseJournal();

    assertThatThrownBy(
            () ->
                PartFile.open(
                    layer,
                    destination(),
                    CONTENT.manifest(),
                    0,
                    bytes -> {
                      throw new CancellationException("enough");
                    }))
        .isInstanceOf(CancellationException.class);
    layer.losePower(null);

    try (PartFile part = open(destination(), CONTENT)) {
      assertThat(held(part)).containsExactly(1, 3);
    }
  }

  private void loseJournal() throws Exception {
    PartFile part = open(destination(), CONTENT);
    part.writeVerified(1, CONTENT.chunk(1));
    part.writeVerified(3, CONTENT.chunk(3));
    part.close();
    layer.delete(journal(part));
  }

  @Test
  void shouldStartAnewInOtherChunkSizeKeepingWhatVerifies() throws Exception {
    Content fine = Content.random(5 * 128 * 1024, 6);
    Content coarse = Content.of(fine.bytes(), 128 * 1024);
    try (PartFile part = open(destination(), fine)) {
      for (int chunk : new int[] {0, 1, 2, 6, 7}) {
        part.writeVerified(chunk, fine.chunk(chunk));
      }
    }

    try (PartFile part = open(destination(), coarse)) {
      assertThat(held(part)).containsExactly(0, 3);
    }
    assertThat(PartFile.resumable(layer, destination(), fine.manifest().fileId()))
        .contains(coarse.manifest());
  }

  @Test
  void shouldStayForThoseItIsForWhateverBecomesOfTheMachine() throws Exception {
    Audience members = Audience.ofGroup(GroupId.fromBytes(new byte[GroupId.LENGTH]));
    PartFile part = open(destination(), CONTENT);
    assertThat(part.audience()).isEqualTo(Audience.ofEverybody());
    assertThat(part.narrow(members)).isTrue();
    part.writeVerified(0, CONTENT.chunk(0));
    layer.losePower(null);
    try (PartFile resumed = open(destination(), CONTENT)) {
      assertThat(resumed.narrow(Audience.ofEverybody())).isFalse();
      assertThat(resumed.audience()).isEqualTo(members);
    }
    Content coarse = Content.of(CONTENT.bytes(), 128 * 1024);
    try (PartFile other = open(destination(), coarse)) {
      assertThat(other.audience()).as("in other chunks, too").isEqualTo(members);
    }
  }

  @Test
  void shouldBeForNobodyWhenItIsNotKnownForWhomItWas() throws Exception {
    loseJournal();

    try (PartFile part = open(destination(), CONTENT)) {
      assertThat(held(part)).containsExactly(1, 3);
      assertThat(part.audience().isNobody()).isTrue();
    }
    try (PartFile part = open(destination(), CONTENT)) {
      assertThat(part.narrow(Audience.ofEverybody())).isFalse();
      assertThat(part.audience().isNobody()).isTrue();
    }
  }

  @Test
  void shouldTrustNothingWhenPartFileWasCutShort() throws Exception {
    PartFile whole = open(destination(), CONTENT);
    writeAll(whole, CONTENT);
    whole.close();
    try (DiskFile file = layer.open(whole.path())) {
      file.truncate(100_000);
    }

    try (PartFile part = open(destination(), CONTENT)) {
      assertThat(held(part)).containsExactly(0);
    }
  }

  @Test
  void shouldNotBelieveWhatWasSaidOfAnotherPartFile() throws Exception {
    PartFile removed = open(destination(), CONTENT);
    writeAll(removed, CONTENT);
    removed.close();
    layer.delete(removed.path());
    PartFile killed = open(destination(), CONTENT);
    killed.writeVerified(3, CONTENT.chunk(3));
    try (DiskFile file = layer.open(killed.path())) {
      file.force(); // the last chunk makes it as long as the first file was
    }
    layer.losePower(null);

    try (PartFile part = open(destination(), CONTENT)) {
      assertThat(held(part)).isEmpty();
    }
  }

  @Test
  void shouldDropWhatLiesBeyondTheEnd() throws Exception {
    try (PartFile part = open(destination(), CONTENT)) {
      Files.write(part.path(), new byte[CONTENT.bytes().length + 1000]);
    }

    try (PartFile part = open(destination(), CONTENT)) {
      writeAll(part, CONTENT);
      part.publish(false);
    }
    assertThat(destination()).hasBinaryContent(CONTENT.bytes());
  }

  @Test
  void shouldTakeChunksFromSeveralThreads() throws Exception {
    Content content = Content.random(64 * 64 * 1024, 8);
    ExecutorService workers = Executors.newFixedThreadPool(4);
    try (PartFile part =
        PartFile.open(new DiskFileLayer(), destination(), content.manifest(), 0, n -> {})) {
      List<Callable<Boolean>> writes = new ArrayList<>();
      for (int i = 0; i < 2 * content.chunks(); i++) {
        int chunk = i / 2;
        long now = i * SyncSchedule.NANOS / 10;
        writes.add(
            () -> {
              part.writeVerified(chunk, content.chunk(chunk));
              return part.syncIfDue(now);
            });
      }
      for (Future<Boolean> done : workers.invokeAll(writes)) {
        done.get();
      }
      part.publish(false);
    } finally {
      workers.shutdown();
    }

    assertThat(destination()).hasBinaryContent(content.bytes());
  }

  @Test
  void shouldRefuseSecondOpeningUntilFirstIsClosed() throws Exception {
    try (PartFile part = open(destination(), CONTENT)) {
      assertReason(Reason.IN_USE, () -> open(destination(), CONTENT))
          .hasMessageContaining("in use");
      assertReason(
          Reason.IN_USE,
          () -> PartFile.resumable(layer, destination(), CONTENT.manifest().fileId()));
      part.writeVerified(0, CONTENT.chunk(0));
    }

    try (PartFile part = open(destination(), CONTENT)) {
      assertThat(held(part)).containsExactly(0);
    }
  }

  @Test
  void shouldNotReplaceFileUnlessTold() throws Exception {
    Files.writeString(destination(), "mine");
    try (PartFile part = open(destination(), CONTENT)) {
      writeAll(part, CONTENT);
      assertReason(Reason.EXISTS, () -> part.publish(false))
          .hasMessage(destination() + " exists already");
      assertThat(destination()).hasContent("mine");

      part.publish(true);
    }

    assertThat(destination()).hasBinaryContent(CONTENT.bytes());
    assertThat(names()).containsExactly("copy.bin");
  }

  @Test
  void shouldSayBeforehandWhetherDestinationIsFree() throws Exception {
    PartFile.requireFree(layer, destination(), CONTENT.manifest().fileId(), false);
    Files.writeString(destination(), "mine");

    PartFile.requireFree(layer, destination(), CONTENT.manifest().fileId(), true);
    assertReason(
        Reason.EXISTS,
        () -> PartFile.requireFree(layer, destination(), CONTENT.manifest().fileId(), false));
  }

  @Test
  void shouldTidyUpWhenProcessEndedAmidPublishing() throws Exception {
    PartFile killed = open(destination(), CONTENT);
    writeAll(killed, CONTENT);
    layer.link(killed.path(), destination());
    layer.kill();

    assertReason(
        Reason.EXISTS,
        () -> PartFile.requireFree(layer, destination(), CONTENT.manifest().fileId(), false));
    assertThat(names()).containsExactly("copy.bin");
    assertThat(destination()).hasBinaryContent(CONTENT.bytes());
  }

  @Test
  void shouldNotWriteIntoFileThatWasPublished() throws Exception {
    PartFile killed = open(destination(), CONTENT);
    writeAll(killed, CONTENT);
    layer.link(killed.path(), destination());
    layer.kill();
    Files.writeString(destination(), "edited since");

    try (PartFile part = open(destination(), CONTENT)) {
      assertThat(held(part)).isEmpty();
      assertThat(destination()).hasContent("edited since");
    }
  }

  @Test
  void shouldRefuseDestinationThatIsDirectory() {
    assertReason(Reason.WRONG_KIND, () -> open(directory, CONTENT))
        .hasMessage(directory + " is a directory");
  }

  @Test
  void shouldRefuseDestinationInNoDirectory() throws Exception {
    assertReason(Reason.NOT_FOUND, () -> open(directory.resolve("no/where"), CONTENT))
        .hasMessage("the directory " + directory.resolve("no") + " does not exist");
    Files.writeString(directory.resolve("file"), "");
    assertReason(Reason.WRONG_KIND, () -> open(directory.resolve("file/x"), CONTENT))
        .hasMessage(directory.resolve("file") + " is not a directory");
  }

  @Test
  void shouldSayWhenDirectoryVanished() throws Exception {
    Path there = Files.createDirectory(directory.resolve("there"));
    try (PartFile part = open(there.resolve("copy.bin"), CONTENT)) {
      writeAll(part, CONTENT);
      Files.delete(part.path());
      Files.delete(journal(part));
      Files.delete(there);

      assertReason(Reason.NOT_FOUND, () -> part.publish(false))
          .hasMessage("the directory " + there + " does not exist");
    }
  }

  @Test
  void shouldSayWhenDiskIsFullAndGoOnWhenItIsNot() throws Exception {
    try (PartFile part = open(destination(), CONTENT)) {
      part.writeVerified(0, CONTENT.chunk(0));
      layer.freeBytes = 1000;
      assertReason(Reason.DISK_FULL, () -> part.writeVerified(1, CONTENT.chunk(1)))
          .hasMessage("no space left on device while writing " + destination());
      assertThat(held(part)).containsExactly(0);

      layer.freeBytes = Long.MAX_VALUE;
      writeAll(part, CONTENT);
      part.publish(false);
    }
    assertThat(destination()).hasBinaryContent(CONTENT.bytes());
  }

  @Test
  void shouldSayWhenPermissionIsDenied() {
    layer.readOnly = true;

    assertReason(Reason.DENIED, () -> open(destination(), CONTENT))
        .hasMessage("permission denied while opening " + destination());
  }

  @Test
  void shouldFailFromThenOnWhenDiskCannotBeForced() throws Exception {
    try (PartFile part = open(destination(), CONTENT)) {
      writeAll(part, CONTENT);
      layer.failing = true;
      assertReason(Reason.FAILED, () -> part.syncIfDue(SyncSchedule.NANOS))
          .hasMessageContaining("Input/output error");
      layer.failing = false;
      assertReason(Reason.FAILED, () -> part.publish(false));
    }

    try (PartFile part = open(destination(), CONTENT)) {
      assertThat(held(part)).isEmpty();
    }
  }

  @Test
  void shouldNotPublishWhatIsIncomplete() throws Exception {
    try (PartFile part = open(destination(), CONTENT)) {
      part.writeVerified(0, CONTENT.chunk(0));

      assertThatThrownBy(() -> part.publish(false)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void shouldRefuseChunkOfWrongLength() throws Exception {
    try (PartFile part = open(destination(), CONTENT)) {
      assertThatThrownBy(() -> part.writeVerified(0, CONTENT.chunk(3)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> part.writeVerified(4, CONTENT.chunk(3)))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void shouldLeaveNothingWhenDiscarded() throws Exception {
    try (PartFile part = open(destination(), CONTENT)) {
      part.writeVerified(0, CONTENT.chunk(0));
      part.discard();
    }

    assertThat(names()).isEmpty();
  }

  @Test
  void shouldForceToDiskOnlyWhenDue() throws Exception {
    try (PartFile part = open(destination(), CONTENT)) {
      assertThat(part.syncIfDue(SyncSchedule.NANOS)).isFalse();
      part.writeVerified(0, CONTENT.chunk(0));
      assertThat(part.syncIfDue(SyncSchedule.NANOS - 1)).isFalse();
      assertThat(part.syncIfDue(SyncSchedule.NANOS)).isTrue();
      assertThat(part.syncIfDue(10 * SyncSchedule.NANOS)).isFalse();
    }
  }

  private PartFile open(Path destination, Content content) throws StorageException {
    return PartFile.open(layer, destination, content.manifest(), 0, rehashed::addAndGet);
  }

  private static void writeAll(PartFile part, Content content) throws StorageException {
    for (int chunk = 0; chunk < content.chunks(); chunk++) {
      part.writeVerified(chunk, content.chunk(chunk));
    }
  }

  private static List<Integer> held(PartFile part) {
    ChunkSet held = part.held();
    return IntStream.range(0, held.count()).filter(held::contains).boxed().toList();
  }

  private static AbstractThrowableAssert<?, ?> assertReason(Reason reason, ThrowingCallable call) {
    StorageException thrown = catchThrowableOfType(StorageException.class, call);
    assertThat(thrown.reason()).isEqualTo(reason);
    return assertThat(thrown);
  }

  private Path destination() {
    return directory.resolve("copy.bin");
  }

  private static Path journal(PartFile part) {
    return Path.of(part.path().toString().replace(".part", ".journal"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
