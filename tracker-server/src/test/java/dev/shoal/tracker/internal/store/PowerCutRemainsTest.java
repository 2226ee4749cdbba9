package dev.shoal.tracker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterProperty;

/**
 * Cuts the power while groups, members and accounts end and what is left of them is cleared away:
 * the records are those of a step that was committed, or of the one that was on its way, and what
 * is left is cleared away afterwards.
 */
@Tag("any-jdk")
class PowerCutRemainsTest {
  private static final String FILE = SimulatedDisk.path("remains.mv");
  private static final String ROOT = "root";
  private static final int CUTS = 4;
  private static final int USERS = 3;
  private static final int GROUPS = 2;
  private static final int FILES = 6;
  private static final AccessLimits LIMITS = new AccessLimits(10, 2, 5, 5, 10, 50, 50, 50, 2);

  private final SimulatedDisk disk = new SimulatedDisk();
  private int groupsMade;

  @AfterProperty
  void removeDisk() {
    disk.remove();
  }

  @Property(tries = 25, seed = "1")
  void shouldGoOnWithWhatIsLeftWhenPowerIsCut(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    disk.format();
    Store.createIfAbsent(FILE);
    List<AccessChange> committed = new ArrayList<>();
    for (int cut = 0; cut < CUTS; cut++) {
      List<AccessChange> underWay = run(committed, random);
      disk.powerCycle(random);
      assertThat(read()).as("after cut %s", cut).isIn(committed, underWay);
      committed = read();
    }
    clearAll();
  }

  /** Commits commands until the disk fails, and gives what the last one would have led to. */
  private List<AccessChange> run(List<AccessChange> committed, Random random) {
    List<AccessChange> underWay = committed;
    disk.failAfter(20 + random.nextInt(200));
    try {
      Store store = open();
      DurableState state = new DurableState(store, 10, LIMITS);
      state.apply(SomeCommands.account(ROOT, true).build());
      while (true) {
        for (int i = random.nextInt(6); i >= 0; i--) {
          state.apply(command(random).build());
        }
        underWay = records(store);
        store.commit();
        committed.clear();
        committed.addAll(underWay);
      }
    } catch (RuntimeException | IOException e) {
      assertThat(disk.hasFailed()).as("%s", e).isTrue();
      return underWay;
    }
  }

  private Command.Builder command(Random random) {
    String user = "user" + random.nextInt(USERS);
    String group = "group" + random.nextInt(GROUPS);
    int file = random.nextInt(FILES);
    return switch (random.nextInt(12)) {
      case 0 -> SomeCommands.account(user);
      case 1 -> SomeCommands.endAccount(ROOT, user);
      case 2 -> SomeCommands.group(ROOT, group, groupsMade++, JoinPolicy.JOIN_OPEN, 0);
      case 3 -> SomeCommands.delete(ROOT, group);
      case 4, 5 -> SomeCommands.join(user, group);
      case 6 -> SomeCommands.leave(user, group);
      case 7 -> SomeCommands.clear();
      default -> SomeCommands.publish(user, group, file, "name" + file);
    };
  }

  private void clearAll() throws IOException {
    try (Store store = open()) {
      DurableState state = new DurableState(store, 10, LIMITS);
      for (int step = 0; store.access().firstRemains() != null; step++) {
        assertThat(step).isLessThan(200);
        state.apply(SomeCommands.clear().build());
      }
      assertThat(store.access().groups().files()).isEqualTo(files(records(store)));
    }
    assertThat(read()) // which checks every record
        .as("accounts that have ended")
        .noneMatch(record -> record.getAccount().getEnded());
    assertThat(StrayKeys.in(FILE)).as("keys that lead to nothing").isEmpty();
  }

  private static long files(List<AccessChange> records) {
    return records.stream().filter(AccessChange::hasFile).count();
  }

  private static Store open() throws IOException {
    return Store.open(FILE, 5_000, file -> {}, record -> {});
  }

  private static List<AccessChange> read() throws IOException {
    try (Store store = open()) {
      return records(store);
    }
  }

  private static List<AccessChange> records(Store store) throws IOException {
    List<AccessChange> records = new ArrayList<>();
    try {
      store.access().read((key, record) -> records.add(record));
    } catch (DamagedException e) {
      throw new IOException(e);
    }
    return records;
  }
}
