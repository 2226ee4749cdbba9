package dev.shoal.peer.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.service.watch.Entry.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A folder without a disk, and somebody who shares what {@link FolderState} decides and checks each
 * decision: nothing is given that changed just now, nothing is taken back that was not given.
 */
final class SimulatedFolder {
  static final int MOST_PREPARING = 2;

  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final FolderState state = new FolderState(QUIET_NANOS);
  private final TreeMap<String, Stamp> files = new TreeMap<>();
  private final Map<Stamp, Long> changedAt = new HashMap<>();
  private final Set<Stamp> unwanted = new HashSet<>();

  private final TreeMap<String, Stamp> given = new TreeMap<>();
  private final Set<String> shared = new TreeSet<>();
  private final Map<String, Preparation> latest = new HashMap<>();
  private final List<Preparation> preparations = new ArrayList<>();
  private long now = -5;
  private long lastInode;
  private long lastChange;
  private int shares;

  /** Something that is being shared. */
  private record Preparation(String name, int turn) {}

  /** Writes a file, a new one unless it is there. */
  void write(String name) {
    Stamp before = files.get(name);
    put(name, before == null ? ++lastInode : before.key());
  }

  /** Puts another file in its place. */
  void replace(String name) {
    put(name, ++lastInode);
  }

  void delete(String name) {
    files.remove(name);
  }

  /** Renames a file, or a folder with all in it. */
  void rename(String from, String to) {
    Stamp file = files.remove(from);
    if (file != null) {
      files.put(to, file);
    }
    for (String name : new ArrayList<>(files.keySet())) {
      if (name.startsWith(from + '/')) {
        files.put(to + name.substring(from.length()), files.remove(name));
      }
    }
  }

  /** Whether there is neither a file nor a folder of that name. */
  boolean isFree(String name) {
    return files.keySet().stream()
        .noneMatch(file -> (file + '/').startsWith(name + '/') || name.startsWith(file + '/'));
  }

  /** Time goes by; what is due is looked at, and what is decided is done. */
  void after(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    state.due(now, 3).forEach(this::look);
    state.expire(now);
    decide();
  }

  /** The system has a hint. */
  void look(String name) {
    Stamp stamp = files.get(name);
    if (stamp != null) {
      state.seen(name, stamp, now);
      return;
    }
    state.missing(name, now);
    if (isFree(name)) {
      state.missingBelow(name, now);
    }
  }

  void scan() {
    state.beginScan();
    files.forEach((name, stamp) -> state.seen(name, stamp, now));
    state.endScan("", now);
  }

  /** The first that is prepared is done with. */
  void complete(boolean success) {
    if (preparations.isEmpty()) {
      return;
    }
    Preparation first = preparations.remove(0);
    if (success) {
      state.shared(first.name(), first.turn(), now);
      if (given.containsKey(first.name()) && first.equals(latest.get(first.name()))) {
        shared.add(first.name());
      }
    } else {
      state.failed(first.name(), first.turn(), now);
    }
  }

  /** Somebody stops sharing a file. */
  void unshare(String name) {
    Stamp stamp = given.get(name);
    if (stamp != null && shared.remove(name)) {
      unwanted.add(stamp);
      state.left(name);
    }
  }

  /** A share ends by itself. */
  void lose(String name) {
    if (shared.contains(name)) {
      state.lost(name, now);
    }
  }

  /** How many files were shared that were not renamed ones. */
  int shares() {
    return shares;
  }

  /** What is shared is what is there. */
  void settle() {
    for (int i = 0; i < 40; i++) {
      scan();
      after(TimeUnit.MINUTES.toMillis(10));
      complete(true);
      complete(true);
    }
    Set<String> wanted = new TreeSet<>(files.keySet());
    wanted.removeIf(name -> unwanted.contains(files.get(name)));
    assertThat(given).as("what is shared, or left").isEqualTo(files);
    assertThat(shared).containsAll(wanted);
    assertThat(state.count(State.SHARED)).isEqualTo(shared.size());
    assertThat(state.count(State.LEFT)).isEqualTo(files.size() - shared.size());
    assertThat(state.size()).isEqualTo(files.size());
    assertThat(state.nextDue()).as("nothing to be looked at").isEqualTo(Entry.NEVER);
  }

  private void put(String name, @Nullable Object inode) {
    Stamp stamp = new Stamp(10, ++lastChange, inode);
    files.put(name, stamp);
    changedAt.put(stamp, now);
  }

  private void decide() {
    while (true) {
      Decision decision = state.next(preparations.size() < MOST_PREPARING);
      if (decision == null) {
        return;
      }
      if (decision instanceof Decision.Share share) {
        share(share);
      } else if (decision instanceof Decision.Rename rename) {
        rename(rename);
      } else if (decision instanceof Decision.Drop drop) {
        assertThat(given).as("dropped").containsKey(drop.name());
        given.remove(drop.name());
        shared.remove(drop.name());
      }
    }
  }

  private void share(Decision.Share share) {
    assertThat(now - Objects.requireNonNull(changedAt.get(share.stamp())))
        .as("quiet")
        .isGreaterThanOrEqualTo(QUIET_NANOS);
    assertThat(given.getOrDefault(share.name(), share.stamp())).isEqualTo(share.stamp());
    if (!given.containsKey(share.name())) {
      shares++;
    }
    give(share.name(), share.stamp(), share.turn());
  }

  private void rename(Decision.Rename rename) {
    assertThat(given).containsEntry(rename.from(), rename.stamp());
    assertThat(given).doesNotContainKey(rename.name());
    given.remove(rename.from());
    shared.remove(rename.from());
    give(rename.name(), rename.stamp(), rename.turn());
  }

  private void give(String name, Stamp stamp, int turn) {
    given.put(name, stamp);
    shared.remove(name);
    Preparation preparation = new Preparation(name, turn);
    latest.put(name, preparation);
    if (unwanted.contains(stamp)) {
      state.left(name);
    } else {
      preparations.add(preparation);
    }
  }
}
