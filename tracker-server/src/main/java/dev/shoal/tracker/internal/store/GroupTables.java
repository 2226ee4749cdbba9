package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.AccountNames;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.StoredGroup;
import dev.shoal.tracker.internal.state.StoredGroupFile;
import dev.shoal.tracker.internal.state.StoredMembership;
import dev.shoal.tracker.internal.state.StoredShare;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/** What is stored of groups, and where to look for it. */
final class GroupTables {
  private final Table<StoredGroup> groups;
  private final Table<StoredMembership> memberships;
  private final Table<StoredGroupFile> files;
  private final Table<StoredShare> shares;

  /** From the key of a group's name to its id. */
  private final MVMap<String, String> names;

  /** Group ids by owner; the values mean nothing. */
  private final MVMap<String, String> owned;

  /** From a group and the name of a file to the file's id. */
  private final MVMap<String, String> fileNames;

  /** File ids by group and user; the values mean nothing. */
  private final MVMap<String, String> sharesByUser;

  /** How many files there are in the lists of all groups of an owner; not on disk. */
  private final Map<String, Long> filesByOwner = new HashMap<>();

  /** In the lists of all groups; those of groups that are gone and not cleared away aside. */
  private long filesListed;

  GroupTables(MVStore store) {
    groups = new Table<>(store, "groups", StoredGroup.parser());
    memberships = new Table<>(store, "memberships", StoredMembership.parser());
    files = new Table<>(store, "group-files", StoredGroupFile.parser());
    shares = new Table<>(store, "shares", StoredShare.parser());
    names = index(store, "group-names");
    owned = index(store, "group-owners");
    fileNames = index(store, "group-file-names");
    sharesByUser = index(store, "shares-by-user");
  }

  private static MVMap<String, String> index(MVStore store, String name) {
    return store.openMap(
        name,
        new MVMap.Builder<String, String>()
            .keyType(StringDataType.INSTANCE)
            .valueType(StringDataType.INSTANCE));
  }

  /** Counts what is not counted on disk; once, when all was found to be as it was written. */
  void count() throws DamagedException {
    groups.read((id, group) -> countFiles(group.getOwner(), files.count(Prefixes.of(id))));
  }

  private void countFiles(String owner, long more) {
    filesListed += more;
    if (more != 0 && filesByOwner.merge(owner, more, Long::sum) == 0) {
      filesByOwner.remove(owner);
    }
  }

  private void countFile(ByteString group, int more) {
    StoredGroup counted = groups.get(AccessKeys.hex(group));
    if (counted != null) {
      countFiles(counted.getOwner(), more);
    }
  }

  long size() {
    return groups.size();
  }

  boolean contains(ByteString id) {
    return groups.contains(AccessKeys.hex(id));
  }

  /** The id of the group that comes after that one in the order of their ids, or null. */
  @Nullable ByteString after(ByteString id) {
    String next = groups.after(AccessKeys.hex(id));
    return next == null ? null : ByteString.fromHex(next);
  }

  /** The group with that id, which is there. */
  StoredGroup known(ByteString id) {
    return Objects.requireNonNull(groups.get(AccessKeys.hex(id)));
  }

  /** The group of that name, in any spelling, or null. */
  @Nullable StoredGroup get(String name) {
    String id = names.get(AccountNames.key(name));
    return id == null ? null : groups.get(id);
  }

  long ownedBy(String user) {
    return Prefixes.count(owned, Prefixes.of(user));
  }

  @Nullable StoredMembership membership(ByteString group, String user) {
    return memberships.get(AccessKeys.membership(group, user));
  }

  /** Members, and those who asked to be. */
  long memberships(ByteString group) {
    return memberships.count(Prefixes.of(AccessKeys.hex(group)));
  }

  @Nullable StoredGroupFile file(ByteString group, ByteString file) {
    return files.get(AccessKeys.file(group, file));
  }

  @Nullable StoredGroupFile file(ByteString group, String name) {
    String file = fileNames.get(AccessKeys.fileName(group, name));
    return file == null ? null : files.get(Prefixes.of(AccessKeys.hex(group)) + file);
  }

  long files(ByteString group) {
    return files.count(Prefixes.of(AccessKeys.hex(group)));
  }

  /** In the lists of all groups. */
  long files() {
    return filesListed;
  }

  /** In the lists of all groups that the account owns. */
  long filesOwnedBy(String user) {
    return filesByOwner.getOrDefault(user, 0L);
  }

  /** Whether there is a record with that key, or another one in its place. */
  boolean contains(AccessChange record, String key) {
    return switch (record.getChangeCase()) {
      case GROUP -> groups.contains(key) || get(record.getGroup().getName()) != null;
      case MEMBERSHIP -> memberships.contains(key);
      case FILE ->
          files.contains(key)
              || file(record.getFile().getGroupId(), record.getFile().getName()) != null;
      case SHARE -> shares.contains(key);
      default -> throw new IllegalArgumentException(record.getChangeCase() + " is of no group");
    };
  }

  boolean contains(StoredShare share) {
    return shares.contains(AccessKeys.of(share));
  }

  /** Whether anybody shares the file in the group. */
  boolean isShared(ByteString group, ByteString file) {
    return shares.isAny(Prefixes.of(AccessKeys.hex(group), AccessKeys.hex(file)));
  }

  /** Whether the account shares anything in the group. */
  boolean sharesAny(ByteString group, String user) {
    return Prefixes.isAny(sharesByUser, Prefixes.of(AccessKeys.hex(group), user));
  }

  /** The first of what the account shares in the group. */
  List<StoredShare> sharedBy(ByteString group, String user, int max) {
    String prefix = Prefixes.of(AccessKeys.hex(group), user);
    List<StoredShare> shared = new ArrayList<>();
    for (String key : Prefixes.keys(sharesByUser, prefix, max)) {
      ByteString file = ByteString.fromHex(key.substring(prefix.length()));
      shared.add(StoredShare.newBuilder().setGroupId(group).setFileId(file).setUser(user).build());
    }
    return shared;
  }

  void put(StoredGroup group) {
    String id = AccessKeys.hex(group.getGroupId());
    groups.put(id, group);
    names.put(AccountNames.key(group.getName()), id);
    owned.put(Prefixes.of(group.getOwner()) + id, "");
  }

  void put(StoredMembership membership) {
    memberships.put(AccessKeys.of(membership), membership);
  }

  void put(StoredGroupFile file) {
    String key = AccessKeys.of(file);
    if (!files.contains(key)) {
      countFile(file.getGroupId(), 1);
    }
    files.put(key, file);
    fileNames.put(
        AccessKeys.fileName(file.getGroupId(), file.getName()), AccessKeys.hex(file.getFileId()));
  }

  void put(StoredShare share) {
    shares.put(AccessKeys.of(share), share);
    sharesByUser.put(AccessKeys.byUser(share), "");
  }

  /** The group alone: what it consists of is left for {@link #clear}. */
  void remove(AccessChange.GroupGone gone) {
    String id = AccessKeys.hex(gone.getGroupId());
    StoredGroup group = groups.get(id);
    if (group != null) {
      countFiles(group.getOwner(), -files.count(Prefixes.of(id)));
      owned.remove(Prefixes.of(group.getOwner()) + id);
      names.remove(AccountNames.key(group.getName()));
      groups.remove(id);
    }
  }

  void remove(AccessChange.MembershipGone gone) {
    memberships.remove(AccessKeys.membership(gone.getGroupId(), gone.getUser()));
  }

  void remove(AccessChange.GroupFileGone gone) {
    StoredGroupFile file = file(gone.getGroupId(), gone.getFileId());
    if (file != null) {
      countFile(file.getGroupId(), -1);
      files.remove(AccessKeys.of(file));
      fileNames.remove(AccessKeys.fileName(file.getGroupId(), file.getName()));
    }
  }

  void remove(StoredShare share) {
    shares.remove(AccessKeys.of(share));
    sharesByUser.remove(AccessKeys.byUser(share));
  }

  /** How many memberships, files and shares there are of a group that is there, or is gone. */
  long records(ByteString group) {
    String prefix = Prefixes.of(AccessKeys.hex(group));
    return shares.count(prefix) + files.count(prefix) + memberships.count(prefix);
  }

  /** Removes the first of them of a group that is gone. */
  void clear(ByteString group, int records) {
    String prefix = Prefixes.of(AccessKeys.hex(group));
    int left = records;
    for (String key : shares.keys(prefix, left)) {
      remove(Objects.requireNonNull(shares.get(key)));
      left--;
    }
    for (String key : files.keys(prefix, left)) {
      fileNames.remove(prefix + Objects.requireNonNull(files.get(key)).getName());
      files.remove(key);
      left--;
    }
    memberships.keys(prefix, left).forEach(memberships::remove);
  }

  /**
   * Reads all records; what one refers to comes before it.
   *
   * @param gone says whether a group is no more: what is left of it is passed over
   */
  void read(Table.Reader<AccessChange> reader, Predicate<String> gone) throws DamagedException {
    groups.read((key, each) -> reader.accept(key, change().setGroup(each).build()));
    memberships.read(
        present(gone, (key, each) -> reader.accept(key, change().setMembership(each).build())));
    files.read(present(gone, (key, each) -> reader.accept(key, change().setFile(each).build())));
    shares.read(present(gone, (key, each) -> reader.accept(key, change().setShare(each).build())));
    if (names.sizeAsLong() != groups.size()
        || owned.sizeAsLong() != groups.size()
        || fileNames.sizeAsLong() != files.size()
        || sharesByUser.sizeAsLong() != shares.size()) {
      throw new DamagedException("an index of groups does not agree with them");
    }
  }

  private static <T> Table.Reader<T> present(Predicate<String> gone, Table.Reader<T> reader) {
    return (key, record) -> {
      if (!gone.test(key.substring(0, Math.max(0, key.indexOf('/'))))) {
        reader.accept(key, record);
      }
    };
  }

  private static AccessChange.Builder change() {
    return AccessChange.newBuilder();
  }
}
