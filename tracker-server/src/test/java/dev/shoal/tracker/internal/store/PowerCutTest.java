package dev.shoal.tracker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.state.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterProperty;

/**
 * Cuts the power at any write or sync, again and again, and tears what was not synced: whatever was
 * committed is there afterwards, and nothing else but the one group that was on its way.
 */
@Tag("any-jdk")
class PowerCutTest {
  private static final String FILE = SimulatedDisk.path("tracker.mv");
  private static final int CUTS = 6;
  private static final int MAX_FILES = 100_000;

  private final SimulatedDisk disk = new SimulatedDisk();

  @AfterProperty
  void removeDisk() {
    disk.remove();
  }

  private int retentionMillis;

  @Property(tries = 60, seed = "1")
  void shouldHoldWhatWasCommittedWhenPowerIsCut(@ForAll long seed) throws IOException {
    retentionMillis = 5_000;
    cutPower(new Random(seed));
  }

  /** As after some time in use: new chunks are written where old ones were a moment ago. */
  @Property(tries = 60, seed = "2")
  void shouldHoldWhatWasCommittedWhenSpaceIsUsedAgain(@ForAll long seed) throws IOException {
    retentionMillis = 0;
    cutPower(new Random(seed));
  }

  private void cutPower(Random random) throws IOException {
    disk.format();
    Store.createIfAbsent(FILE);
    List<StoredFile> committed = new ArrayList<>();
    for (int cut = 0; cut < CUTS; cut++) {
      List<StoredFile> underWay = run(committed, random);
      disk.powerCycle(random);
      List<StoredFile> found = read();
      assertThat(found).as("after cut %s", cut).isIn(committed, underWay);
      committed = found;
    }
  }

  /** Commits groups until the disk fails, and gives what the last group would have led to. */
  private List<StoredFile> run(List<StoredFile> committed, Random random) throws IOException {
    TreeMap<Integer, StoredFile> files = new TreeMap<>();
    committed.forEach(file -> files.put(file.getNumber(), file));
    disk.failAfter(random.nextInt(60));
    try {
      Store store = Store.open(FILE, retentionMillis, file -> {}, record -> {});
      DurableState state = new DurableState(store, MAX_FILES, AccessLimits.DEFAULT);
      while (true) {
        for (int i = random.nextInt(40); i >= 0; i--) {
          Outcome outcome = state.apply(command(random));
          outcome.getChangedList().forEach(file -> files.put(file.getNumber(), file));
        }
        store.commit();
        committed.clear();
        committed.addAll(files.values());
        if (random.nextInt(10) == 0) {
          store.compact();
        }
        if (random.nextInt(10) == 0) {
          store.close();
          store = Store.open(FILE, retentionMillis, file -> {}, record -> {});
          state = new DurableState(store, MAX_FILES, AccessLimits.DEFAULT);
        }
      }
    } catch (RuntimeException | IOException e) {
      assertThat(disk.hasFailed()).as("%s", e).isTrue();
      return new ArrayList<>(files.values());
    }
  }

  private List<StoredFile> read() throws IOException {
    List<StoredFile> found = new ArrayList<>();
    Store.open(FILE, retentionMillis, found::add, record -> {}).close();
    return found;
  }

  private static Command command(Random random) {
    int file = random.nextInt(2000);
    return random.nextInt(4) == 0
        ? Some.completion(file, 1)
        : Some.publish(
            random.nextInt(2), Some.file(file, "name ".repeat(1 + random.nextInt(40)), "tag"));
  }
}
