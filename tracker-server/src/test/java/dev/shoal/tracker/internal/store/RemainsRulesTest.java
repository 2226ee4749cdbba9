package dev.shoal.tracker.internal.store;

import static dev.shoal.tracker.internal.store.SomeCommands.account;
import static dev.shoal.tracker.internal.store.SomeCommands.clear;
import static dev.shoal.tracker.internal.store.SomeCommands.delete;
import static dev.shoal.tracker.internal.store.SomeCommands.endAccount;
import static dev.shoal.tracker.internal.store.SomeCommands.group;
import static dev.shoal.tracker.internal.store.SomeCommands.groupId;
import static dev.shoal.tracker.internal.store.SomeCommands.join;
import static dev.shoal.tracker.internal.store.SomeCommands.leave;
import static dev.shoal.tracker.internal.store.SomeCommands.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.state.StoredRemains;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends is cleared away in bounded steps, whatever happens between them. */
class RemainsRulesTest {
  private static final int AT_ONCE = 4;
  private static final int FILES = 10;
  private static final AccessLimits LIMITS = new AccessLimits(10, 2, 5, 5, 10, 20, 20, 20, AT_ONCE);

  @TempDir Path directory;

  private Store store;
  private DurableState state;

  @BeforeEach
  void makeGroup() throws IOException {
    open();
    apply(account("root", true));
    apply(account("owner"));
    apply(account("ann"));
    apply(group("owner", "friends", 1));
    apply(join("ann", "friends"));
    for (int file = 1; file <= FILES; file++) {
      apply(publish("ann", "friends", file, "file " + file));
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldEndGroupAtOnceAndClearItAwayInSteps() throws IOException {
    Outcome ended = apply(delete("owner", "friends"));

    assertThat(ended.getAccessChangesList())
        .contains(cleared(AT_ONCE))
        .contains(remains(groupRemains()));
    assertThat(records()).as("nothing of the group but the note").hasSize(4);
    assertThat(apply(group("ann", "friends", 1)).getRefusal().getMessage())
        .as("the id of the one that is gone")
        .contains("an id of its own");
    assertThat(apply(group("ann", "friends", 2)).hasRefusal()).as("the name is free").isFalse();
    apply(publish("ann", "friends", 1, "another"));
    assertThat(store.access().groups().files()).isEqualTo(1);

    int left = 2 * FILES + 2 - AT_ONCE; // shares, files and members
    while (left > 0) {
      reopen();
      assertThat(store.access().groups().records(groupId(1))).isEqualTo(left);
      apply(clear());
      left = Math.max(0, left - AT_ONCE);
    }
    apply(clear());

    assertThat(store.access().firstRemains()).isNull();
    assertThat(apply(clear()).getAccessChangesList()).isEmpty();
    reopen();
    assertThat(store.access().groups().files()).isEqualTo(1);
  }

  @Test
  void shouldEndMembershipAtOnceAndTakeFilesOutInSteps() throws IOException {
    Outcome left = apply(leave("ann", "friends"));

    assertThat(left.getAccessChangesCount()).isEqualTo(2 + 2 * AT_ONCE + 1);
    assertThat(ErrorCode.of(apply(join("ann", "friends")).getRefusal().getCode()))
        .as("her old files must not be taken for new ones")
        .isEqualTo(ErrorCode.BUSY);
    int files = FILES - AT_ONCE;
    while (files > 0) {
      reopen();
      assertThat(store.access().groups().files()).isEqualTo(files);
      apply(clear());
      files = Math.max(0, files - AT_ONCE);
    }

    assertThat(store.access().groups().files()).isZero();
    assertThat(apply(join("ann", "friends")).hasRefusal()).isFalse();
  }

  @Test
  void shouldEndAccountAtOnceAndFreeItsNameWhenNothingIsLeft() throws IOException {
    apply(group("owner", "others", 3));
    apply(join("ann", "others"));

    apply(endAccount("root", "ann"));

    assertThat(store.access().activeAccount("ann")).isNull();
    assertThat(apply(group("ann", "mine", 4)).hasRefusal()).isTrue();
    assertThat(ErrorCode.of(apply(account("Ann")).getRefusal().getCode()))
        .as("what she left must not be taken for that of another")
        .isEqualTo(ErrorCode.BUSY);
    int steps = 0;
    while (store.access().firstRemains() != null) {
      reopen();
      assertThat(apply(clear()).getAccessChangesCount()).isBetween(1, 3 * AT_ONCE);
      assertThat(++steps).isLessThan(FILES);
    }

    assertThat(store.access().account("ann")).isNull();
    assertThat(store.access().groups().files()).isZero();
    assertThat(store.access().groups().records(groupId(3))).as("its owner").isEqualTo(1);
    assertThat(apply(account("Ann")).hasRefusal()).isFalse();
  }

  @Test
  void shouldForgetFormerMembersWhenGroupIsGoneMeanwhile() throws IOException {
    apply(leave("ann", "friends"));
    apply(delete("owner", "friends"));
    apply(endAccount("root", "ann"));
    assertThat(strayKeys()).isNotEmpty();

    for (int step = 0; step < FILES; step++) {
      apply(clear());
    }

    assertThat(store.access().firstRemains()).isNull();
    assertThat(store.access().account("ann")).isNull();
    assertThat(store.access().groups().records(groupId(1))).isZero();
    assertThat(strayKeys()).isEmpty();
  }

  @Test
  void shouldKeepWhatIsLeftInDump() throws IOException {
    apply(leave("ann", "friends"));
    apply(group("owner", "others", 3));
    apply(endAccount("root", "ann"));
    List<AccessChange> before = records();
    store.close();
    ByteArrayOutputStream dump = new ByteArrayOutputStream();
    Dump.write(directory.resolve("store"), dump);
    Dump.read(new ByteArrayInputStream(dump.toByteArray()), directory.resolve("copy"));

    store = Store.open(directory.resolve("copy"), file -> {});

    assertThat(records()).isEqualTo(before);
  }

  private void open() throws IOException {
    store = Store.open(directory.resolve("store"), file -> {});
    state = new DurableState(store, 10, LIMITS);
  }

  private void reopen() throws IOException {
    store.close();
    open();
  }

  private List<String> strayKeys() throws IOException {
    store.close();
    List<String> found = StrayKeys.in(directory.resolve("store").toString());
    open();
    return found;
  }

  private Outcome apply(Command.Builder command) {
    Outcome outcome = state.apply(command.build());
    store.commit();
    return outcome;
  }

  private List<AccessChange> records() throws IOException {
    List<AccessChange> records = new ArrayList<>();
    try {
      store.access().read((key, record) -> records.add(record));
    } catch (DamagedException e) {
      throw new IOException(e);
    }
    return records;
  }

  private static AccessChange cleared(int records) {
    return AccessChange.newBuilder()
        .setCleared(AccessChange.Cleared.newBuilder().setGroupId(groupId(1)).setRecords(records))
        .build();
  }

  private static StoredRemains groupRemains() {
    return StoredRemains.newBuilder().setGroupId(groupId(1)).setUser("").build();
  }

  private static AccessChange remains(StoredRemains remains) {
    return AccessChange.newBuilder().setRemains(remains).build();
  }
}
