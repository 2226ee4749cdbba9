package dev.shoal.peer.service.watch;

import dev.shoal.peer.service.watch.Entry.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides, from what is seen of the files of a folder, which are to be shared: those that have
 * stopped changing, as long as they stay as they are. Not thread-safe; knows neither a clock nor a
 * disk.
 *
 * <p>Files are called by their path inside the folder, with {@code /} between the parts. Times are
 * nanoseconds of any one clock that never goes back.
 *
 * <ul>
 *   <li>A file is given when it was seen unchanged for the quiet time, or for a quarter of the time
 *       for which it has been changing, if that is more (30 s at most): who writes slowly pauses
 *       longer.
 *   <li>One that is missing is dropped only after a moment, so that it can still be recognized
 *       under another name, by device and inode.
 *   <li>What can't be shared is tried again after 1, 2, 4 … 60 minutes.
 * </ul>
 */
final class FolderState {
  private static final long LONGEST_QUIET_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_DOUBLINGS = 6;

  private final long quietNanos;
  private final NavigableMap<String, Entry> entries = new TreeMap<>();
  private final DueFiles due = new DueFiles();

  /** Those that were given and are missing, by when that was found. */
  private final Set<Entry> missing = new LinkedHashSet<>();

  private final KnownByKey missingByKey = new KnownByKey();

  /** Those that were not given yet. */
  private final KnownByKey newByKey = new KnownByKey();

  private final Deque<Decision> drops = new ArrayDeque<>();
  private final PendingRenames renames = new PendingRenames();
  private final Set<Entry> ready = new LinkedHashSet<>();
  private final Map<State, Integer> counts = new EnumMap<>(State.class);
  private int scan;

  /**
   * @param quietNanos how long a file must not change
   */
  FolderState(long quietNanos) {
    this.quietNanos = quietNanos;
  }

  /** Files that are known. */
  int size() {
    return entries.size();
  }

  /** Whether a file is known. */
  boolean knows(String name) {
    return entries.containsKey(name);
  }

  /** Files that stand there. */
  int count(State state) {
    return counts.getOrDefault(state, 0);
  }

  /** Somebody looked at a file. */
  void seen(String name, Stamp stamp, long now) {
    Entry entry = entries.get(name);
    if (entry == null) {
      entry = new Entry(name, stamp);
      entry.scan = scan;
      entries.put(name, entry);
      count(entry.state, 1);
      changed(entry, stamp, now);
      return;
    }
    entry.scan = scan;
    if (missing.contains(entry)) {
      found(entry);
      back(entry, now);
    }
    if (!entry.stamp.equals(stamp)) {
      takeBack(entry);
      changed(entry, stamp, now);
    } else if (now >= entry.due) {
      rest(entry);
    }
  }

  /** A file can't be seen now, which says nothing about whether it is there. */
  void unseen(String name, long now) {
    Entry entry = entries.get(name);
    if (entry != null) {
      entry.scan = scan;
      if (entry.due <= now) {
        due.schedule(entry, now + RETRY_NANOS);
      }
    }
  }

  /** A file is not there. */
  void missing(String name, long now) {
    Entry entry = entries.get(name);
    if (entry != null) {
      missing(entry, now);
    }
  }

  /** A folder is not there. */
  void missingBelow(String folder, long now) {
    new ArrayList<>(below(folder)).forEach(entry -> missing(entry, now));
  }

  /** A scan of a folder begins. There is one at a time. */
  void beginScan() {
    scan++;
  }

  /** What is in a folder can't be seen now: it is not taken for missing. */
  void keepBelow(String folder) {
    below(folder).forEach(entry -> entry.scan = scan);
  }

  /** A scan is at its end: what it has not seen in the folder is missing. */
  void endScan(String folder, long now) {
    List<Entry> unseen = below(folder).stream().filter(entry -> entry.scan != scan).toList();
    unseen.forEach(entry -> missing(entry, now));
  }

  /** Files that are to be looked at now. */
  List<String> due(long now, int most) {
    return due.names(now, most);
  }

  /** When there is something to be looked at or to be dropped; {@link Entry#NEVER} if never. */
  long nextDue() {
    return missing.isEmpty()
        ? due.next()
        : Math.min(due.next(), missing.iterator().next().missingSince + LINGER_NANOS);
  }

  /** Drops what has been missing for a while. Not to be called during a scan. */
  void expire(long now) {
    while (!missing.isEmpty()) {
      Entry first = missing.iterator().next();
      if (now - first.missingSince < LINGER_NANOS) {
        return;
      }
      found(first);
      takeBack(first);
      forget(first);
    }
  }

  /**
   * What to do next. What is to be shared is from then on being prepared.
   *
   * @param room whether more may be prepared
   * @return null if there is nothing
   */
  @Nullable Decision next(boolean room) {
    Decision drop = drops.poll();
    if (drop != null || !room) {
      return drop;
    }
    // Renames first: the old name may be that of a file that is to be shared.
    Entry entry = renames.next();
    if (entry == null) {
      if (ready.isEmpty()) {
        return null;
      }
      entry = ready.iterator().next();
    }
    Entry other = renames.givenAs(entry.name);
    if (other != null) { // names went around in a circle
      takeBack(other);
      ready.add(other);
      return drops.poll();
    }
    renames.remove(entry);
    newByKey.remove(entry);
    String from = entry.givenAs;
    enter(entry, State.PREPARING);
    entry.givenAs = entry.name;
    entry.turn++;
    return from == null || from.equals(entry.name)
        ? new Decision.Share(entry.name, entry.stamp, entry.turn)
        : new Decision.Rename(from, entry.name, entry.stamp, entry.turn);
  }

  /** A file is shared now. It is due to be looked at: it may have changed meanwhile. */
  void shared(String name, int turn, long now) {
    Entry entry = prepared(name, turn);
    if (entry != null) {
      entry.failures = 0;
      enter(entry, State.SHARED);
      due.schedule(entry, now);
    }
  }

  /** A file could not be shared. */
  void failed(String name, int turn, long now) {
    Entry entry = prepared(name, turn);
    if (entry != null) {
      enter(entry, State.FAILED);
      due.schedule(entry, now + (RETRY_NANOS << Math.min(entry.failures, MOST_DOUBLINGS)));
      entry.failures++;
    }
  }

  /** Nobody wants a file shared, until it changes. */
  void left(String name) {
    Entry entry = entries.get(name);
    if (entry != null && entry.givenAs != null) {
      enter(entry, State.LEFT);
      entry.turn++;
      due.schedule(entry, Entry.NEVER);
    }
  }

  /** A share ended by itself: the file is due to be looked at, and to be shared again. */
  void lost(String name, long now) {
    Entry entry = entries.get(name);
    if (entry != null && (entry.state == State.SHARED || entry.state == State.PREPARING)) {
      found(entry);
      takeBack(entry);
      changed(entry, entry.stamp, now);
    }
  }

  private void changed(Entry entry, Stamp stamp, long now) {
    if (entry.state != State.SETTLING || entry.due == Entry.NEVER) {
      entry.changingSince = now;
    }
    newByKey.remove(entry);
    entry.stamp = stamp;
    entry.failures = 0;
    enter(entry, State.SETTLING);
    Entry before = missingByKey.like(stamp);
    if (before != null) {
      renamed(before, entry);
      return;
    }
    newByKey.add(entry);
    long quiet = Math.min((now - entry.changingSince) / 4, LONGEST_QUIET_NANOS);
    due.schedule(entry, now + Math.max(quiet, quietNanos));
  }

  /** It was looked at when it was due, and is as it was. */
  private void rest(Entry entry) {
    due.schedule(entry, Entry.NEVER);
    if (entry.state == State.SETTLING || entry.state == State.FAILED) {
      enter(entry, State.READY);
      queue(entry);
    }
  }

  private void missing(Entry entry, long now) {
    Entry next = successor(entry);
    if (entry.givenAs == null) {
      forget(entry);
    } else if (next != null) {
      renamed(entry, next);
    } else if (entry.givenAs.equals(entry.name)) {
      linger(entry, now);
    } else { // there may be another file of the name under which it was given
      takeBack(entry);
      forget(entry);
    }
  }

  private void linger(Entry entry, long now) {
    if (missing.add(entry)) {
      due.schedule(entry, Entry.NEVER);
      ready.remove(entry);
      renames.remove(entry);
      entry.missingSince = now;
      missingByKey.add(entry);
    }
  }

  /** What was missing is as it was. */
  private void back(Entry entry, long now) {
    if (entry.state == State.FAILED) {
      due.schedule(entry, now + RETRY_NANOS);
    } else if (entry.state == State.READY) {
      queue(entry);
    }
  }

  private void queue(Entry entry) {
    if (entry.givenAs == null || entry.givenAs.equals(entry.name)) {
      ready.add(entry);
    } else {
      renames.add(entry);
    }
  }

  private void found(Entry entry) {
    missing.remove(entry);
    missingByKey.remove(entry);
  }

  private @Nullable Entry successor(Entry entry) {
    Entry next = newByKey.like(entry.stamp);
    return next != entry && next != null && next.givenAs == null ? next : null;
  }

  /** The one is the other, which is there no more. */
  private void renamed(Entry before, Entry entry) {
    found(before);
    newByKey.remove(entry);
    due.schedule(entry, Entry.NEVER);
    ready.remove(entry);
    forget(before);
    entry.givenAs = before.givenAs;
    enter(entry, State.READY);
    queue(entry);
  }

  /** What was given of it is to be shared no longer. */
  private void takeBack(Entry entry) {
    renames.remove(entry);
    if (entry.givenAs != null) {
      drops.add(new Decision.Drop(entry.givenAs));
      entry.givenAs = null;
    }
    entry.turn++;
  }

  private void forget(Entry entry) {
    newByKey.remove(entry);
    due.schedule(entry, Entry.NEVER);
    ready.remove(entry);
    renames.remove(entry);
    entries.remove(entry.name);
    count(entry.state, -1);
  }

  private @Nullable Entry prepared(String name, int turn) {
    Entry entry = entries.get(name);
    return entry != null && entry.turn == turn && entry.state == State.PREPARING ? entry : null;
  }

  private void enter(Entry entry, State state) {
    if (entry.state == State.READY && state != State.READY) {
      ready.remove(entry);
    }
    count(entry.state, -1);
    entry.state = state;
    count(state, 1);
  }

  private void count(State state, int more) {
    counts.merge(state, more, Integer::sum);
  }

  private Collection<Entry> below(String folder) {
    // '0' comes next after '/'.
    return folder.isEmpty()
        ? entries.values()
        : entries.subMap(folder + '/', folder + '0').values();
  }
}
