package dev.shoal.tracker.internal.store;

import static dev.shoal.protocol.wire.JoinPolicy.JOIN_BY_INVITATION;
import static dev.shoal.tracker.internal.store.SomeCommands.NOW;
import static dev.shoal.tracker.internal.store.SomeCommands.account;
import static dev.shoal.tracker.internal.store.SomeCommands.group;
import static dev.shoal.tracker.internal.store.SomeCommands.join;
import static dev.shoal.tracker.internal.store.SomeCommands.key;
import static dev.shoal.tracker.internal.store.SomeCommands.login;
import static dev.shoal.tracker.internal.store.SomeCommands.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.state.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts and groups in a store's file and in a dump, and those that have none. */
class AccessStoreTest {
  /** One record of every kind, in an order in which they can be made. */
  private static final List<Command.Builder> COMMANDS =
      List.of(
          account("Owner", true),
          account("ann"),
          login("ann", 1),
          key(5, NOW),
          group("owner", "Secret", 1, JOIN_BY_INVITATION, 77),
          join("ann", "secret", 77),
          publish("ann", "secret", 9, "a/b.txt"),
          publish("owner", "secret", 9, "a/b.txt"));

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("tracker.store");
  }

  @Test
  void shouldHoldEveryRecordWhenOpenedAgain() throws IOException {
    List<AccessChange> before = fill(file);

    assertThat(before)
        .extracting(AccessChange::getChangeCase)
        .contains(
            AccessChange.ChangeCase.ACCOUNT,
            AccessChange.ChangeCase.LOGIN,
            AccessChange.ChangeCase.GROUP,
            AccessChange.ChangeCase.MEMBERSHIP,
            AccessChange.ChangeCase.FILE,
            AccessChange.ChangeCase.SHARE,
            AccessChange.ChangeCase.KEY)
        .hasSize(10);
    assertThat(read(file)).isEqualTo(before);
  }

  @Test
  void shouldForgetWhatWasNotCommittedWhenRolledBack() throws IOException {
    List<AccessChange> before = fill(file);
    try (Store store = Store.open(file, each -> {})) {
      state(store).apply(account("Ben").build());
      store.rollBack();
      assertThat(store.access().account("ben")).isNull();
      assertThat(store.access().administratorCount()).isEqualTo(1);
    }

    assertThat(read(file)).isEqualTo(before);
  }

  @Test
  void shouldTakeOnAccountsWhenStoreIsOfFirstSchema() throws IOException {
    writeFirstSchema(file);
    List<StoredFile> files = new ArrayList<>();

    try (Store store = Store.open(file, files::add)) {
      assertThat(files).containsExactly(Some.stored(0, 1, 1, "old"));
      state(store).apply(account("ann").build());
      state(store).apply(Some.publish(1, Some.file(2, "new")));
      store.commit();
      store.rollBack();
      assertThat(store.files().size()).isEqualTo(2);
    }

    assertThat(read(file)).hasSize(1);
  }

  @Test
  void shouldBeClosedToOthersWhenStoreIsCreated() throws IOException {
    assumePermissions();
    fill(file);

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void shouldBeClosedToOthersWhenStoreWasOpenToThem() throws IOException {
    assumePermissions();
    fill(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    read(file);

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void shouldGiveTheSameRecordsWhenDumpIsImported() throws IOException {
    List<AccessChange> before = fill(file);
    Path copy = directory.resolve("copy.store");

    Dump.read(new ByteArrayInputStream(dump()), copy);

    assertThat(read(copy)).isEqualTo(before);
    assumePermissions();
    assertThat(Files.getPosixFilePermissions(copy))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void shouldLeaveNothingBehindWhenAnyByteOfDumpIsAnother() throws IOException {
    fill(file);
    byte[] dump = dump();
    for (int at = 0; at < dump.length; at += 29) {
      byte[] other = dump.clone();
      other[at] ^= 1;
      assertThatThrownBy(
              () -> Dump.read(new ByteArrayInputStream(other), directory.resolve("copy")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("dump");
    }
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void shouldReadDumpWhenItIsOfFirstVersion() throws IOException {
    StoredFile old = Some.stored(0, 1, 1, "old");
    List<StoredFile> files = new ArrayList<>();

    assertThat(Dump.read(new ByteArrayInputStream(firstDump(old)), file)).isEqualTo(1);

    List<AccessChange> records = new ArrayList<>();
    Store.open(file, files::add, records::add).close();
    assertThat(files).containsExactly(old);
    assertThat(records).isEmpty();
  }

  @Test
  void shouldCountFilesOfOwnersWhenOpenedAgain() throws IOException {
    AccessLimits limits = new AccessLimits(10, 2, 3, 2, 3, 3, 1, 9, 100);
    try (Store store = Store.open(file, each -> {})) {
      DurableState state = new DurableState(store, 1000, limits);
      state.apply(SomeCommands.account("ann").build());
      state.apply(SomeCommands.group("ann", "friends", 1).build());
      state.apply(SomeCommands.publish("ann", "friends", 1, "one").build());
    }

    try (Store store = Store.open(file, each -> {})) {
      DurableState state = new DurableState(store, 1000, limits);
      Command second = SomeCommands.publish("ann", "friends", 2, "two").build();
      assertThat(state.apply(second).getRefusalsList())
          .extracting(Outcome.Refusal::getMessage)
          .containsExactly("the lists of the owner's groups are full: they hold 1 files");
      state.apply(SomeCommands.unpublish("ann", "friends", 1).build());
      assertThat(state.apply(second).getRefusalsList()).isEmpty();
    }
  }

  private static DurableState state(Store store) {
    return new DurableState(store, 1000, AccessLimits.DEFAULT);
  }

  private static List<AccessChange> fill(Path file) throws IOException {
    try (Store store = Store.open(file, each -> {})) {
      DurableState state = state(store);
      for (Command.Builder command : COMMANDS) {
        assertThat(state.apply(command.build()).hasRefusal()).isFalse();
      }
    }
    return read(file);
  }

  private static List<AccessChange> read(Path file) throws IOException {
    List<AccessChange> records = new ArrayList<>();
    Store.open(file, each -> {}, records::add).close();
    return records;
  }

  private byte[] dump() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Dump.write(file, out);
    return out.toByteArray();
  }

  /** As it was written before there were accounts. */
  private static void writeFirstSchema(Path file) {
    SealedFileStore sealed = new SealedFileStore(new HashMap<>(), Long.MAX_VALUE);
    sealed.open(file.toString(), false, null);
    MVStore old = new MVStore.Builder().adoptFileStore(sealed).autoCommitDisabled().open();
    old.setStoreVersion(1);
    MVMap<Long, byte[]> files =
        old.openMap(
            "files",
            new MVMap.Builder<Long, byte[]>()
                .keyType(LongDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
    files.put(0L, Some.stored(0, 1, 1, "old").toByteArray());
    old.commit();
    old.sync();
    old.closeImmediately();
  }

  /** As it was written before there were accounts. */
  private static byte[] firstDump(StoredFile file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream dump = new DataOutputStream(bytes);
    dump.write("shoal tracker dump 1\n".getBytes(StandardCharsets.US_ASCII));
    dump.writeInt(file.getSerializedSize());
    file.writeTo(dump);
    dump.writeInt(0);
    dump.writeLong(1);
    try {
      dump.write(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private void assumePermissions() {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
  }
}
