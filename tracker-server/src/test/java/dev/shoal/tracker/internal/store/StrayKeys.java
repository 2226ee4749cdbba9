package dev.shoal.tracker.internal.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.StringDataType;

/** Looks for keys in a store's tables that lead to groups or accounts which are not there. */
final class StrayKeys {
  /** Tables, with the part of their keys that is a group's id; names of files come last. */
  private static final Map<String, Integer> GROUP_PARTS =
      Map.of(
          "memberships", 0,
          "group-files", 0,
          "group-file-names", 0,
          "shares", 0,
          "shares-by-user", 0,
          "group-owners", 1);

  /** Tables, with the part of their keys that is an account's. */
  private static final Map<String, Integer> USER_PARTS =
      Map.of("memberships", 1, "shares", 2, "shares-by-user", 1, "group-owners", 0, "logins", 0);

  private static final Set<String> INDEXES =
      Set.of("group-names", "group-file-names", "shares-by-user", "group-owners");

  private final MVStore store;
  private final List<String> found = new ArrayList<>();

  private StrayKeys(MVStore store) {
    this.store = store;
  }

  /** Those of a store that nobody has open. */
  static List<String> in(String file) throws IOException {
    SealedFileStore opened = new SealedFileStore(new HashMap<>(), Long.MAX_VALUE);
    opened.open(file, false, null); // its header is written when it is opened
    MVStore store = new MVStore.Builder().adoptFileStore(opened).autoCommitDisabled().open();
    try {
      StrayKeys keys = new StrayKeys(store);
      keys.find();
      return keys.found;
    } finally {
      store.closeImmediately();
    }
  }

  private void find() {
    Set<String> groups = Set.copyOf(table("groups").keyList());
    Set<String> users = Set.copyOf(table("accounts").keyList());
    GROUP_PARTS.forEach((table, part) -> find(table, part, groups));
    USER_PARTS.forEach((table, part) -> find(table, part, users));
    table("group-names")
        .forEach(
            (name, group) -> {
              if (!groups.contains(String.valueOf(group))) {
                found.add("group-names: " + name);
              }
            });
  }

  private void find(String table, int part, Set<String> known) {
    for (String key : table(table).keyList()) {
      if (!known.contains(key.split("/", -1)[part])) {
        found.add(table + ": " + key);
      }
    }
  }

  private MVMap<String, ?> table(String name) {
    return INDEXES.contains(name)
        ? table(name, StringDataType.INSTANCE)
        : table(name, ByteArrayDataType.INSTANCE);
  }

  private <V> MVMap<String, V> table(String name, DataType<V> values) {
    assertPresent(name);
    return store.openMap(
        name, new MVMap.Builder<String, V>().keyType(StringDataType.INSTANCE).valueType(values));
  }

  /** A table that has another name now must not be taken for an empty one. */
  private void assertPresent(String name) {
    if (!store.hasMap(name)) {
      throw new AssertionError("there is no table " + name);
    }
  }
}
