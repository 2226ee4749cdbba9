package dev.shoal.peer.service.watch;

import dev.shoal.peer.service.watch.Entry.State;
import dev.shoal.protocol.PlainText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a watch does in one turn: sees whether the folder is there, follows hints, looks at files
 * that are due, goes on with a scan, and hands decisions to the sink; a bounded amount of each. Not
 * thread-safe.
 */
final class WatchTurns implements AutoCloseable {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LEAST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MOST_LOOKS = 1_000;
  private static final int MOST_DECISIONS = 1_000;
  private static final int SCAN_STEP = 2_000;

  private final Path directory;
  private final WatchOptions options;
  private final FolderWatch.Sink sink;
  private final LongSupplier nanos;
  private final ScanPace pace;
  private final WatchedRoot root;
  private final FolderState state;
  private final FolderNames names;
  private final Unreadable unreadable;
  private final Handover handover;
  private final Set<String> toLookAt = new LinkedHashSet<>();
  private final Set<String> toScan = new LinkedHashSet<>();
  private Set<String> excluded = Set.of();
  private FolderHints hints = FolderHints.none();
  private @Nullable FolderScan scan;
  private String scanning = "";
  private long scanNanos;
  private long nextScan;
  private boolean cut;
  private boolean full;
  private boolean crowded;
  private @Nullable String problem;

  /**
   * @param nanos a clock that never goes back
   * @param later runs something before the next turn, on the same thread; called from any thread
   */
  WatchTurns(
      Path directory,
      WatchOptions options,
      FolderWatch.Sink sink,
      LongSupplier nanos,
      Consumer<Runnable> later) {
    this.directory = directory;
    this.options = options;
    this.sink = sink;
    this.nanos = nanos;
    nextScan = nanos.getAsLong();
    pace = new ScanPace(options.rescan().toNanos());
    root = new WatchedRoot(directory);
    state = new FolderState(options.quiet().toNanos());
    names = new FolderNames(root, options.excluded());
    unreadable = new Unreadable(sink::problem);
    handover = new Handover(state, names, sink, options.preparing(), unreadable, nanos, later);
  }

  /**
   * Does what is to be done now. Blocks on the disk, and on nothing else.
   *
   * @return after how many nanoseconds the next turn is due
   */
  long turn() {
    if (!isThere()) {
      return AWAY_NANOS;
    }
    boolean more = look();
    boolean scans = goOnScanning();
    if (!more && !scans) {
      state.expire(nanos.getAsLong());
    }
    boolean decides = handover.decide(MOST_DECISIONS);
    return more || scans || decides ? 0 : untilNext();
  }

  /** How it stands. */
  WatchStatus status() {
    int known =
        state.count(State.SETTLING) + state.count(State.READY) + state.count(State.PREPARING);
    String trouble = problem == null && crowded ? crowd() : problem;
    return new WatchStatus(state.count(State.SHARED), known, trouble);
  }

  /** See {@link FolderWatch#unshared}. */
  void unshared(Path path) {
    String name = names.name(path);
    if (name != null) {
      state.left(name);
    }
  }

  /** See {@link FolderWatch#lost}. */
  void lost(Path path) {
    String name = names.name(path);
    if (name != null) {
      state.lost(name, nanos.getAsLong());
    }
  }

  /** Ends scans and hints; there may be no turn after it. */
  @Override
  public void close() {
    stopScan();
    hints.close();
  }

  private boolean isThere() {
    root.look();
    String now = root.problem();
    if (now != null) {
      if (!now.equals(problem)) {
        sink.problem(now);
      }
      stopScan();
      hints.close();
      hints = FolderHints.none();
      problem = now;
      return false;
    }
    if (problem != null || root.replaced()) {
      problem = null;
      stopScan();
      hints.close();
      hints = FolderHints.of(directory.getFileSystem());
      toLookAt.clear();
      toScan.clear();
      toScan.add("");
    }
    return true;
  }

  /**
   * Looks at what there are hints of and what is due.
   *
   * @return whether there may be more
   */
  private boolean look() {
    if (toLookAt.size() < MOST_LOOKS) { // else what the system has no room for becomes a scan
      hints.drain(new Follower());
    }
    List<String> touched = toLookAt.stream().limit(MOST_LOOKS).toList();
    touched.forEach(this::look);
    touched.forEach(toLookAt::remove);
    List<String> due = state.due(nanos.getAsLong(), MOST_LOOKS);
    due.forEach(this::look);
    return !toLookAt.isEmpty() || due.size() == MOST_LOOKS;
  }

  /**
   * @return whether there may be more
   */
  private boolean goOnScanning() {
    long start = nanos.getAsLong();
    if (scan == null) {
      if (start - nextScan >= 0) {
        toScan.add("");
      }
      if (toScan.isEmpty()) {
        return false;
      }
      begin(toScan.contains("") ? "" : toScan.iterator().next());
    }
    FolderScan current = Objects.requireNonNull(scan);
    boolean more = current.step(SCAN_STEP);
    if (current.looked() > options.entries()) {
      cut = true;
      tooMany();
    }
    more &= !cut;
    long now = nanos.getAsLong();
    scanNanos += now - start;
    if (!more) {
      finish(now);
    }
    return true;
  }

  private void begin(String folder) {
    if (folder.isEmpty()) {
      toScan.clear();
      cut = false;
      full = false;
      excluded = names.excluded();
    }
    toScan.remove(folder);
    scanning = folder;
    scanNanos = 0;
    state.beginScan();
    scan = new FolderScan(directory, folder, excluded, new Finder());
  }

  private void finish(long now) {
    stopScan();
    if (scanning.isEmpty()) {
      nextScan = now + pace.rest(scanNanos, hints.complete());
      crowded = full;
    }
    // A folder that went away during the scan looked empty; what was not looked at may be there.
    if (isThere() && !root.replaced() && !cut) {
      state.endScan(scanning, now);
    }
  }

  private void stopScan() {
    if (scan != null) {
      scan.stop();
      scan = null;
    }
  }

  /** Looks at one name. */
  private void look(String name) {
    Path path = names.path(name);
    Sighting sighting = Sighting.of(path);
    long now = nanos.getAsLong();
    if (sighting instanceof Sighting.Found found && root.holds(path)) {
      seen(name, found.stamp(), now);
    } else if (sighting instanceof Sighting.Folder) {
      state.missing(name, now);
      if (!hints.has(name)) {
        toScan.add(name);
      }
    } else if (sighting instanceof Sighting.Unseen unseen) {
      unseen(name, unseen.cause());
    } else {
      state.missing(name, now);
      state.missingBelow(name, now);
      hints.remove(name);
    }
  }

  private void seen(String name, Stamp stamp, long now) {
    if (state.size() < options.entries() || state.knows(name)) {
      state.seen(name, stamp, now);
    } else {
      tooMany();
    }
  }

  private void unseen(String name, IOException cause) {
    unreadable.add(names.path(name), String.valueOf(cause.getMessage()));
    state.keepBelow(name);
    state.unseen(name, nanos.getAsLong());
  }

  private void tooMany() {
    full = true;
    if (!crowded) {
      crowded = true;
      sink.problem(crowd());
    }
  }

  private String crowd() {
    return PlainText.of(directory.toString())
        + " has more than "
        + options.entries()
        + " files and folders; the others aren't shared";
  }

  private long untilNext() {
    long now = nanos.getAsLong();
    long next = nextScan - now;
    if (state.nextDue() != Entry.NEVER) {
      next = Math.min(next, state.nextDue() - now);
    }
    return Math.max(LEAST_WAIT_NANOS, hints.any() ? Math.min(next, TICK_NANOS) : next);
  }

  /** Collects names to be looked at and folders to be scanned. */
  private final class Follower implements FolderHints.Listener {
    @Override
    public void touched(String name) {
      if (!names.isExcluded(name)) {
        toLookAt.add(name);
      }
    }

    @Override
    public void unclear(String folder) {
      toScan.add(folder);
    }
  }

  /** Takes in what a scan finds. */
  private final class Finder implements FolderScan.Visitor {
    @Override
    public void entering(String folder, Path path) {
      hints.add(folder, path);
    }

    @Override
    public void file(String name, Stamp stamp) {
      seen(name, stamp, nanos.getAsLong());
    }

    @Override
    public void unnamed(String folder) {
      unreadable.addUnnamed(names.path(folder));
    }

    @Override
    public void unseen(String name, IOException cause) {
      WatchTurns.this.unseen(name, cause);
    }
  }
}
