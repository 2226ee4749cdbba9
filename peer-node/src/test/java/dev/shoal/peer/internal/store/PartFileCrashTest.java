package dev.shoal.peer.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.StorageException;
import dev.shoal.protocol.ChunkSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Whatever happens to the machine: what is held is on disk, and what was sure stays held. */
class PartFileCrashTest {
  private static final Content CONTENT = Content.random(5 * 64 * 1024 + 1234, 7);

  /** What can happen, to the download or to the machine below it. */
  enum Kind {
    WRITE,
    SYNC,
    WRITE_DURING_SYNC,
    KILL,
    CLOSE,
    LOSE_POWER,
    LOSE_ALL_UNSYNCED,
    FILL_DISK,
    FAIL_TO_SYNC,
    LOSE_PART_FILE,
    LOSE_JOURNAL,
    GARBLE_JOURNAL
  }

  /**
   * @param number which chunk, or by which chance
   */
  record Event(Kind kind, int number) {
    /** Scattered: the first numbers of neighbouring seeds are alike. */
    Random chance() {
      return new Random(number * 0x9E3779B97F4A7C15L);
    }
  }

  @Provide
  Arbitrary<Event> events() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.just(Kind.WRITE)), Tuple.of(5, Arbitraries.of(Kind.class)));
    return Combinators.combine(kinds, Arbitraries.integers().between(0, 1 << 20)).as(Event::new);
  }

  @Property(tries = 250)
  void shouldHoldOnlyWhatIsOnDiskAndLoseOnlyWhatWasNotForced(
      @ForAll @Size(max = 40) List<@From("events") Event> events) throws Exception {
    try (Machine machine = new Machine()) {
      for (Event event : events) {
        machine.happens(event);
        machine.check();
      }
      machine.happens(new Event(Kind.LOSE_ALL_UNSYNCED, 0));
      machine.check();
      machine.finish();
    }
  }

  /** A machine with one download on it, and what must be true of that. */
  private static final class Machine implements AutoCloseable {
    /** Ends the running download in some way. */
    private interface Ending {
      void end() throws IOException;
    }

    private final Path directory = Files.createTempDirectory("shoal-crash");
    private final Path destination = directory.resolve("ein größeres Bild.bin");
    private final FaultyFileLayer layer = new FaultyFileLayer();

    /** Sure to be held as long as the machine is up. */
    private ChunkSet recorded = ChunkSet.empty(CONTENT.chunks());

    /** Sure to be held after a loss of power. */
    private ChunkSet synced = ChunkSet.empty(CONTENT.chunks());

    /** Whether the disk failed since the machine came up. */
    private boolean unsound;

    private long now;
    private PartFile part = open();

    Machine() throws IOException, StorageException {}

    private PartFile open() throws StorageException {
      return PartFile.open(layer, destination, CONTENT.manifest(), now, bytes -> {});
    }

    void happens(Event event) throws IOException, StorageException {
      int chunk = event.number % CONTENT.chunks();
      switch (event.kind) {
        case WRITE -> write(chunk);
        case SYNC -> sync();
        case WRITE_DURING_SYNC -> writeDuringSync(chunk, (event.number >> 8) % CONTENT.chunks());
        case KILL -> restart(layer::kill, recorded);
        case CLOSE -> {
          part.close();
          synced = recorded.copy();
          restart(() -> {}, recorded);
        }
        case LOSE_POWER -> losePower(event.chance());
        case LOSE_ALL_UNSYNCED -> losePower(null);
        case FILL_DISK -> fillDisk(chunk, event.number % 70_000);
        case FAIL_TO_SYNC -> failToSync();
        case LOSE_PART_FILE -> {
          synced = ChunkSet.empty(CONTENT.chunks());
          restart(this::deletePart, synced);
          assertThat(part.held()).isEqualTo(synced);
        }
        case LOSE_JOURNAL -> {
          if (!unsound) { // what a failing disk still shows would be taken for stored
            synced = ChunkSet.empty(CONTENT.chunks());
            restart(this::deleteJournal, recorded);
          }
        }
        case GARBLE_JOURNAL -> restart(() -> garble(event.chance()), recorded);
      }
    }

    private void write(int chunk) throws StorageException {
      part.writeVerified(chunk, CONTENT.chunk(chunk));
      recorded.add(chunk);
    }

    private boolean sync() throws StorageException {
      ChunkSet before = recorded.copy();
      now += SyncSchedule.NANOS;
      boolean done = part.syncIfDue(now);
      if (done) {
        synced = before;
      }
      return done;
    }

    private void writeDuringSync(int before, int during) throws StorageException {
      write(before);
      layer.duringForce =
          () -> {
            try {
              write(during);
            } catch (StorageException e) {
              throw new AssertionError(e);
            }
          };
      sync();
      layer.duringForce = null;
    }

    private void fillDisk(int chunk, int freeBytes) throws StorageException {
      layer.freeBytes = freeBytes;
      try {
        write(chunk);
      } catch (StorageException e) {
        assertThat(e.reason()).isEqualTo(StorageException.Reason.DISK_FULL);
        assertThat(part.held().contains(chunk)).isFalse();
      }
      layer.freeBytes = Long.MAX_VALUE;
    }

    private void failToSync() throws IOException, StorageException {
      layer.failing = true;
      boolean failed = false;
      try {
        sync();
      } catch (StorageException e) {
        failed = true;
      }
      layer.failing = false;
      unsound |= failed;
      restart(part::close, failed ? synced : recorded);
    }

    private void losePower(@Nullable Random chance) throws IOException, StorageException {
      restart(() -> layer.losePower(chance), synced);
      unsound = false;
    }

    private void deletePart() throws IOException {
      part.close();
      layer.delete(part.path());
    }

    private Path journal() {
      return Path.of(part.path().toString().replace(".part", ".journal"));
    }

    private void deleteJournal() throws IOException {
      part.close();
      layer.delete(journal());
    }

    private void garble(Random random) throws IOException {
      part.close();
      byte[] garbage = new byte[random.nextInt(100)];
      random.nextBytes(garbage);
      try (DiskFile journal = layer.open(journal())) {
        journal.write(ByteBuffer.wrap(garbage), journal.size());
      }
    }

    private void restart(Ending ending, ChunkSet atLeast) throws IOException, StorageException {
      ChunkSet expected = atLeast.copy();
      ending.end();
      part = open();
      recorded = part.held();
      assertThat(chunks(recorded)).containsAll(chunks(expected));
    }

    /** The journal never claims what is not there. */
    void check() throws IOException {
      assertThat(chunks(part.held())).containsAll(chunks(recorded));
      for (int chunk : chunks(part.held())) {
        assertThat(CONTENT.isIn(part.path(), chunk)).as("chunk %s", chunk).isTrue();
      }
    }

    void finish() throws IOException, StorageException {
      for (int chunk = 0; chunk < CONTENT.chunks(); chunk++) {
        write(chunk);
      }
      part.publish(false);
      part.close();
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files).containsExactly(destination);
      }
      layer.losePower(null);
      assertThat(destination).hasBinaryContent(CONTENT.bytes());
    }

    private static List<Integer> chunks(ChunkSet set) {
      List<Integer> chunks = new ArrayList<>();
      for (int chunk = 0; chunk < set.count(); chunk++) {
        if (set.contains(chunk)) {
          chunks.add(chunk);
        }
      }
      return chunks;
    }

    @Override
    public void close() throws IOException {
      layer.kill();
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }
}
