package dev.shoal.peer.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.internal.access.Audience;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
  private static final Content CONTENT = Content.random(9 * 64 * 1024 + 1, 1);
  private static final Manifest MANIFEST = CONTENT.manifest();
  private static final long BOOT_ID = 42;
  private static final Audience EVERYBODY = Audience.ofEverybody();
  private static final Audience GROUPS = Audience.ofGroups(Set.of(group(1), group(2)));

  @TempDir Path directory = Path.of("");
  private final FileLayer layer = new DiskFileLayer();

  @Test
  void shouldReadBackManifestAndChunks() throws IOException {
    Path file = journal(0, 9, 4);

    try (Journal journal = resume(file).orElseThrow()) {
      assertThat(journal.manifest()).isEqualTo(MANIFEST);
      assertThat(journal.claims().certain()).isEqualTo(set(0, 4, 9));
      assertThat(journal.claims().doubtful()).isEqualTo(set());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64 * 1024})
  void shouldReadBackManifestOfSmallFiles(int length) throws IOException {
    Manifest small = Content.random(length, 2).manifest();
    Path file = directory.resolve("journal");
    Journal.create(layer.create(file), small, false, EVERYBODY, BOOT_ID).close();

    try (Journal journal = resume(file).orElseThrow()) {
      assertThat(journal.manifest()).isEqualTo(small);
    }
  }

  @Test
  void shouldGrowByOneSmallRecordPerChunk() throws IOException {
    assertThat(Files.size(journal(1, 2, 3)) - Files.size(journal(1)))
        .isEqualTo(2 * JournalRecord.BYTES);
  }

  @Test
  void shouldGoOnWhereItEnded() throws IOException {
    Path file = journal(0);
    try (Journal journal = resume(file).orElseThrow()) {
      journal.written(7);
    }

    try (Journal journal = resume(file).orElseThrow()) {
      assertThat(journal.claims().certain()).isEqualTo(set(0, 7));
    }
  }

  @Test
  void shouldEndBeforeFirstRecordThatIsNotWholeWhereverItIsCut() throws IOException {
    byte[] whole = Files.readAllBytes(journal(0, 1, 2, 3));
    int first = whole.length - 4 * JournalRecord.BYTES;
    for (int length = first; length < whole.length; length++) {
      Path file = write(Arrays.copyOf(whole, length));
      int records = (length - first) / JournalRecord.BYTES;
      try (Journal journal = resume(file).orElseThrow()) {
        assertThat(journal.claims().certain().cardinality()).isEqualTo(records);
        assertThat(Files.size(file)).isEqualTo(first + (long) records * JournalRecord.BYTES);
      }
    }
  }

  @Test
  void shouldClaimNothingFromFirstFlippedBitOn() throws IOException {
    byte[] whole = Files.readAllBytes(journal(0, 1, 2, 3));
    int first = whole.length - 4 * JournalRecord.BYTES;
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      Optional<Journal> opened = resume(write(flipped));
      if (at < first - JournalRecord.BYTES) {
        assertThat(opened).as("header, flipped at %s", at).isEmpty();
      } else {
        try (Journal journal = opened.orElseThrow()) {
          int kept = Math.max(0, at - first) / JournalRecord.BYTES;
          assertThat(journal.claims().certain().cardinality()).isEqualTo(kept);
        }
      }
    }
  }

  @Test
  void shouldRefuseHeaderWhereverItIsCut() throws IOException {
    byte[] whole = Files.readAllBytes(journal());
    for (int length = 0; length < whole.length - JournalRecord.BYTES; length++) {
      assertThat(resume(write(Arrays.copyOf(whole, length)))).isEmpty();
    }
  }

  @Test
  void shouldNotTakeRecordsOfAnotherJournalForItsOwn() throws IOException {
    byte[] stale = Files.readAllBytes(journal(0, 1, 2, 3));
    byte[] fresh = Files.readAllBytes(journal());
    byte[] mixed = stale.clone();
    System.arraycopy(fresh, 0, mixed, 0, fresh.length);

    try (Journal journal = resume(write(mixed)).orElseThrow()) {
      assertThat(journal.claims().certain()).isEqualTo(set());
    }
  }

  @Test
  void shouldLeaveJournalAsItWasWhenAppendFails() throws IOException {
    FaultyFileLayer faulty = new FaultyFileLayer();
    Path file = directory.resolve("full");
    try (Journal journal =
        Journal.create(faulty.create(file), MANIFEST, false, EVERYBODY, BOOT_ID)) {
      journal.written(1);
      faulty.freeBytes = JournalRecord.BYTES / 2;
      assertThatThrownBy(() -> journal.written(2)).hasMessage("No space left on device");
      faulty.freeBytes = Long.MAX_VALUE;
      journal.written(3);
    }

    try (Journal journal = resume(file).orElseThrow()) {
      assertThat(journal.claims().certain()).isEqualTo(set(1, 3));
    }
  }

  @Test
  void shouldBeForEverybodyWhenNothingElseIsSaid() throws IOException {
    try (Journal journal = resume(journal(1)).orElseThrow()) {
      assertThat(journal.audience()).isEqualTo(EVERYBODY);
      assertThat(journal.narrow(EVERYBODY)).isFalse();
    }
  }

  @Test
  void shouldReadBackForWhomItIsAndNeverWiden() throws IOException {
    Path file = journal(1);
    try (Journal journal = resume(file).orElseThrow()) {
      assertThat(journal.narrow(GROUPS)).isTrue();
      journal.written(2);
      assertThat(journal.narrow(EVERYBODY)).isFalse();
    }
    try (Journal journal = resume(file).orElseThrow()) {
      assertThat(journal.audience()).isEqualTo(GROUPS);
      assertThat(journal.claims().certain()).isEqualTo(set(1, 2));
      assertThat(journal.narrow(Audience.ofGroup(group(2)))).isTrue();
    }
    try (Journal journal = resume(file).orElseThrow()) {
      assertThat(journal.audience()).isEqualTo(Audience.ofGroup(group(2)));
      assertThat(journal.narrow(Audience.ofGroup(group(3)))).isTrue();
      assertThat(journal.audience().isNobody()).isTrue();
    }
    try (Journal journal = resume(file).orElseThrow()) {
      assertThat(journal.audience().isNobody()).isTrue();
    }
  }

  @Test
  void shouldNarrowAtOnceOrNotAtAllWhereverItIsCut() throws IOException {
    Path file = journal(1);
    long before = Files.size(file);
    try (Journal journal = resume(file).orElseThrow()) {
      journal.narrow(GROUPS);
    }
    byte[] whole = Files.readAllBytes(file);
    for (int length = (int) before; length <= whole.length; length++) {
      Path cut = write(Arrays.copyOf(whole, length));
      try (Journal journal = resume(cut).orElseThrow()) {
        assertThat(journal.audience()).isEqualTo(length < whole.length ? EVERYBODY : GROUPS);
        journal.written(2);
        assertThat(journal.narrow(Audience.ofGroup(group(1)))).isTrue();
      }
      try (Journal journal = resume(cut).orElseThrow()) {
        assertThat(journal.audience()).isEqualTo(Audience.ofGroup(group(1)));
        assertThat(journal.claims().certain()).isEqualTo(set(1, 2));
      }
    }
  }

  @Test
  void shouldHaveNothingForMoreThanMayHaveItWhereverItIsCutWhenItTakesTheOthersPlace()
      throws IOException {
    Path file = directory.resolve("journal");
    Journal.create(layer.create(file), MANIFEST, true, GROUPS, BOOT_ID).close();
    byte[] whole = Files.readAllBytes(file);
    int header = whole.length - 7 * JournalRecord.BYTES; // two groups in five, what is found, boot
    for (int length = 0; length <= whole.length; length++) {
      Optional<Journal> cut = resume(write(Arrays.copyOf(whole, length)));
      assertThat(cut.isPresent()).isEqualTo(length >= header);
      if (cut.isPresent()) {
        try (Journal journal = cut.get()) {
          assertThat(journal.claims().certain()).isEqualTo(set());
          assertThat(journal.audience().equals(GROUPS) || journal.claims().doubtful().equals(set()))
              .as("cut at %s of %s", length, whole.length)
              .isTrue();
        }
      }
    }
  }

  @Test
  void shouldBeForWhomItWasWhenNarrowingFailsHalfWay() throws IOException {
    FaultyFileLayer faulty = new FaultyFileLayer();
    Path file = directory.resolve("full");
    try (Journal journal =
        Journal.create(faulty.create(file), MANIFEST, false, EVERYBODY, BOOT_ID)) {
      faulty.freeBytes = 3 * JournalRecord.BYTES;
      assertThatThrownBy(() -> journal.narrow(GROUPS)).hasMessage("No space left on device");
      assertThat(journal.audience()).isEqualTo(EVERYBODY);
    }

    try (Journal journal = resume(file).orElseThrow()) {
      assertThat(journal.audience()).isEqualTo(EVERYBODY);
      assertThat(journal.narrow(GROUPS)).isTrue();
    }
    try (Journal journal = resume(file).orElseThrow()) {
      assertThat(journal.audience()).isEqualTo(GROUPS);
    }
  }

  @Test
  void shouldStartForThoseItIsSaidToBeFor() throws IOException {
    Path file = directory.resolve("journal");
    Journal.create(layer.create(file), MANIFEST, true, GROUPS, BOOT_ID).close();
    try (Journal journal = resume(file).orElseThrow()) {
      assertThat(journal.audience()).isEqualTo(GROUPS);
    }
  }

  private static GroupId group(int number) {
    return GroupId.fromBytes(
        ByteBuffer.allocate(GroupId.LENGTH).putLong(number).putLong(-number).array());
  }

  private Path journal(int... chunks) throws IOException {
    Path file = directory.resolve("journal");
    Files.deleteIfExists(file);
    try (Journal journal =
        Journal.create(layer.create(file), MANIFEST, false, EVERYBODY, BOOT_ID)) {
      for (int chunk : chunks) {
        journal.written(chunk);
      }
    }
    return file;
  }

  private Path write(byte[] bytes) throws IOException {
    Path file = directory.resolve("copy");
    Files.deleteIfExists(file);
    try (DiskFile open = layer.create(file)) {
      open.write(ByteBuffer.wrap(bytes), 0);
    }
    return file;
  }

  private Optional<Journal> resume(Path file) throws IOException {
    DiskFile open = layer.open(file);
    Optional<Journal> journal = Journal.resume(open, BOOT_ID);
    if (journal.isEmpty()) {
      open.close();
    }
    return journal;
  }

  private static ChunkSet set(int... chunks) {
    ChunkSet set = ChunkSet.empty(CONTENT.chunks());
    for (int chunk : chunks) {
      set.add(chunk);
    }
    return set;
  }
}
