package dev.shoal.peer.service;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PlainText;
import dev.shoal.transport.RateLimit;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a running node fetches, has fetched, and waits for. Belongs to the agent's thread.
 *
 * <p>What nobody has, and what nobody can be asked for, is tried again, ever more seldom, for as
 * long as its request says.
 */
final class Downloads implements Fetching.Listener {
  private static final char PREFIX = 'd';

  private final TreeMap<Long, Fetch> all = new TreeMap<>();

  /** Given up while no node ran, and not yet deleted. */
  private final Map<Long, SavedDownload> givenUp = new TreeMap<>();

  private final Agent agent;
  private final NodePort node;
  private final RandomGenerator random;
  private final List<String> trackers;
  private final Shares shares;
  private final StatusLog log;
  private final Consumer<Fetch> changed;
  private final Runnable remember;
  private final Fetching fetching;
  private long next = 1;
  private boolean closed;

  /**
   * @param trackers that the node uses
   * @param shares where what is fetched is shared
   * @param changed told of each download that is not as it was, or was forgotten
   * @param remember told when something is to be remembered
   */
  Downloads(
      Agent agent,
      NodePort node,
      PathPolicy paths,
      RandomGenerator random,
      List<String> trackers,
      Shares shares,
      StatusLog log,
      Consumer<Fetch> changed,
      Runnable remember) {
    this.agent = agent;
    this.node = node;
    this.random = random;
    this.trackers = trackers;
    this.shares = shares;
    this.log = log;
    this.changed = changed;
    this.remember = remember;
    this.fetching = new Fetching(agent, node, paths, this::taken, this);
  }

  /** Takes up what was remembered: goes on with what was under way, in its order. */
  void restore(SavedState state) {
    next = state.nextDownload();
    for (SavedDownload saved : state.downloads()) {
      long number = number(saved.id());
      next = Math.max(next, number + 1);
      Fetch fetch = new Fetch(number, saved, new Pace(random));
      if (saved.stage() == SavedDownload.Stage.CANCELLED) {
        givenUp.put(number, saved);
        discard(fetch);
        continue;
      }
      all.put(number, fetch);
      hold(fetch);
      switch (saved.stage()) {
        case OPEN -> {
          fetch.takenUp = true;
          fetching.begin(fetch);
        }
        case PAUSED -> fetch.phase = Fetch.Phase.PAUSED;
        default -> {
          fetch.phase = Fetch.Phase.OVER;
          fetch.problem = saved.problem();
        }
      }
    }
  }

  long next() {
    return next;
  }

  /** What is to be remembered. */
  List<SavedDownload> saved() {
    all.values().forEach(Fetch::look);
    return Stream.concat(all.values().stream().map(fetch -> fetch.saved), givenUp.values().stream())
        .toList();
  }

  Iterable<Fetch> all() {
    return all.values();
  }

  /**
   * The newest ones, the first one's first.
   *
   * @param before id of the one that they come before; empty: of none
   * @param limit most of them
   */
  List<Fetch> page(String before, int limit) {
    NavigableMap<Long, Fetch> older = before.isEmpty() ? all : all.headMap(number(before), false);
    List<Fetch> newestFirst = older.descendingMap().values().stream().limit(limit).toList();
    List<Fetch> page = new ArrayList<>(newestFirst);
    Collections.reverse(page);
    return page;
  }

  /** Throws if there is none. */
  Fetch get(String id) throws NotFoundException {
    Fetch fetch = all.get(number(id));
    if (fetch == null) {
      throw new NotFoundException(
          "there is no download " + PlainText.of(id) + "; shoal downloads shows those there are",
          null);
    }
    return fetch;
  }

  /**
   * Checks a request; does not block.
   *
   * @throws IllegalArgumentException naming what makes no sense
   */
  static void check(DownloadRequest request) {
    Wanted.parse(request.what());
    Sources sources = Sources.parse(request.sources());
    RateLimit.checked(request.downloadLimit());
    if (!request.path().isEmpty()) {
      PathPolicy.absolute(request.path());
    }
    if (request.waitSeconds() < -1) {
      throw new IllegalArgumentException("waitSeconds is -1, for ever, or more");
    }
    if (!request.group().isEmpty() && !(sources.peers().isEmpty() && sources.urls().isEmpty())) {
      throw new IllegalArgumentException(
          "sources can't be given for a file of a group: only its members are asked");
    }
    DownloadOptions.defaults().withGroup(request.group());
  }

  /** Fetches a file; what is fetched already to the same destination is gone on with. */
  Fetch add(DownloadRequest request) throws ConflictException {
    Wanted wanted = Wanted.parse(request.what());
    Optional<Fetch> same =
        all.values().stream().filter(other -> isSame(other, request, wanted)).findFirst();
    if (same.isPresent()) {
      Fetch fetch = same.get();
      again(fetch, request);
      return fetch;
    }
    if (all.size() + givenUp.size() >= SavedState.MOST_DOWNLOADS) {
      throw new ConflictException(
          "the node remembers "
              + SavedState.MOST_DOWNLOADS
              + " downloads, which is the most; cancel some",
          null);
    }
    SavedDownload saved =
        SavedDownload.fresh(PREFIX + Long.toString(next), request, wanted, agent.millis());
    Fetch fetch = new Fetch(next++, saved, new Pace(random));
    all.put(fetch.number, fetch);
    fetching.begin(fetch);
    changed.accept(fetch);
    return fetch;
  }

  /** What is new in the request counts from now on; one that is over begins anew. */
  private void again(Fetch fetch, DownloadRequest request) {
    SavedDownload before = fetch.saved;
    DownloadRequest merged =
        fetch.isOver() ? before.request().replaced(request) : before.request().merged(request);
    check(merged);
    if (fetch.isOver()) {
      boolean complete = before.stage() == SavedDownload.Stage.COMPLETE;
      fetch.takenUp = false;
      fetch.saved =
          before
              .withBytes(before.totalBytes(), complete ? 0 : before.verifiedBytes())
              .withRequest(merged)
              .withLimit(request.downloadLimit())
              .withPriority(request.priority());
      open(fetch);
    } else if (!merged.equals(before.request())) {
      fetch.saved = before.withRequest(merged).waitingSince(agent.millis());
      if (fetch.phase == Fetch.Phase.RESTING) {
        fetching.begin(fetch);
      }
      changed.accept(fetch);
    }
  }

  /** What comes from a group is not everybody's because it lies in a watched folder. */
  private void hold(Fetch fetch) {
    SavedDownload saved = fetch.saved;
    String fileId = saved.fileId();
    if (fileId != null && !saved.request().group().isEmpty()) {
      shares.membersOnly().add(fileId, saved.totalBytes());
    }
  }

  private static boolean isSame(Fetch other, DownloadRequest request, Wanted wanted) {
    DownloadRequest earlier = other.saved.request();
    FileId fileId = wanted.fileId();
    boolean sameFile =
        fileId == null
            ? other.wanted.fileId() == null && earlier.what().equals(request.what())
            : fileId.toString().equals(other.saved.fileId());
    return sameFile
        && earlier.group().equals(request.group())
        && (earlier.path().equals(request.path())
            || (!request.path().isEmpty() && request.path().equals(other.saved.path())));
  }

  /** Pauses what is not over. */
  void pause(Fetch fetch) throws ConflictException {
    if (fetch.isOver()) {
      throw new ConflictException(fetch.text() + " is not under way, so it can't be paused", null);
    }
    if (fetch.phase != Fetch.Phase.PAUSED) {
      fetch.look();
      fetching.pause(fetch);
      fetch.problem = null;
      fetch.saved = fetch.saved.withStage(SavedDownload.Stage.PAUSED, 0, null);
      changed.accept(fetch);
    }
  }

  /** Goes on with it, or tries it again, at once. */
  void resume(Fetch fetch) {
    Download download = fetch.handle;
    if (fetch.phase == Fetch.Phase.PAUSED && download != null) {
      fetch.saved = fetch.saved.withStage(SavedDownload.Stage.OPEN, 0, null);
      fetching.goOn(fetch, download);
      changed.accept(fetch);
    } else if (fetch.phase == Fetch.Phase.PAUSED
        || fetch.phase == Fetch.Phase.RESTING
        || fetch.saved.stage() == SavedDownload.Stage.FAILED) {
      open(fetch);
    }
  }

  private void open(Fetch fetch) {
    fetch.problem = null;
    fetch.pace.reset();
    fetch.tries = 0;
    fetch.saved =
        fetch.saved.withStage(SavedDownload.Stage.OPEN, 0, null).waitingSince(agent.millis());
    fetching.begin(fetch);
    changed.accept(fetch);
  }

  /** Forgets it; what is fetched of it is deleted unless it is complete. */
  DownloadInfo cancel(Fetch fetch) {
    Download download = fetch.handle;
    boolean complete = fetch.saved.stage() == SavedDownload.Stage.COMPLETE;
    fetch.look();
    DownloadInfo before = fetch.info();
    fetching.leave(fetch);
    fetch.phase = Fetch.Phase.OVER;
    all.remove(fetch.number);
    fetch.forgotten = true;
    if (download != null) {
      download.cancel();
    } else if (!complete) {
      discard(fetch);
    }
    if (!complete) {
      fetch.saved = fetch.saved.withStage(SavedDownload.Stage.CANCELLED, agent.millis(), null);
      fetch.problem = null;
    }
    changed.accept(fetch);
    fetching.pump();
    return complete ? before : fetch.info();
  }

  /** The node knows what it keeps of a download: so it is begun, and given up at once. */
  private void discard(Fetch fetch) {
    SavedDownload saved = fetch.saved;
    String fileId = saved.fileId();
    String path = saved.path();
    Optional<Path> destination = path(path);
    if (fileId == null || destination.isEmpty()) {
      givenUp.remove(fetch.number);
      return;
    }
    Download download =
        node.download(
            FileId.parse(fileId),
            destination.get(),
            DownloadOptions.defaults().withGroup(saved.request().group()));
    download.cancel();
    download
        .completion()
        .whenComplete((result, failure) -> agent.execute(() -> discarded(fetch.number)));
  }

  private void discarded(long number) {
    if (!closed && givenUp.remove(number) != null) {
      remember.run();
    }
  }

  void limit(Fetch fetch, long bytesPerSecond) {
    fetch.saved = fetch.saved.withLimit(RateLimit.checked(bytesPerSecond));
    Download download = fetch.handle;
    if (download != null) {
      download.setDownloadLimit(bytesPerSecond);
    }
    changed.accept(fetch);
  }

  void prioritize(Fetch fetch, DownloadPriority priority) {
    fetching.reorder(fetch, () -> fetch.saved = fetch.saved.withPriority(priority));
    Download download = fetch.handle;
    if (download != null) {
      download.setPriority(priority);
    }
    changed.accept(fetch);
  }

  /** Somebody else is logged in: what was refused may be granted now. */
  void onLogin() {
    for (Fetch fetch : List.copyOf(all.values())) {
      Problem problem = fetch.problem;
      if (fetch.phase == Fetch.Phase.RESTING
          && problem != null
          && problem.code().equals("denied")) {
        open(fetch);
      }
    }
  }

  /** Begins nothing any more; what ends from now on is not looked at. */
  void close() {
    closed = true;
    all.values().forEach(Fetch::look);
    fetching.close();
  }

  private Set<Path> taken() {
    return all.values().stream()
        .filter(fetch -> !fetch.isOver())
        .map(fetch -> fetch.saved.path())
        .filter(Objects::nonNull)
        .flatMap(path -> path(path).stream())
        .collect(Collectors.toSet());
  }

  @Override
  public void begun(Fetch fetch) {
    hold(fetch);
    changed.accept(fetch);
    remember.run();
  }

  @Override
  public void complete(Fetch fetch, @Nullable Download download, @Nullable DownloadResult result) {
    SavedDownload saved = fetch.saved;
    long size = result == null ? saved.totalBytes() : result.length();
    fetch.saved =
        saved
            .withBytes(size, Math.max(0, size))
            .withStage(SavedDownload.Stage.COMPLETE, agent.millis(), null)
            .withSummary(result == null ? null : DownloadSummary.of(result));
    fetch.phase = Fetch.Phase.OVER;
    fetch.problem = null;
    hold(fetch);
    String path = saved.path();
    log.info(
        result == null
            ? fetch.text() + " is there already: " + path + "."
            : "Fetched " + fetch.text() + " to " + path + ".");
    if (saved.request().keepSharing() && path != null) {
      if (download == null || !fetch.keepsSharing) {
        shares.downloaded(fetch.saved, path, null, size);
      } else {
        download.shared().ifPresent(handle -> shares.downloaded(fetch.saved, path, handle, size));
      }
    }
    over(fetch);
  }

  @Override
  public void failed(Fetch fetch, Throwable cause) {
    if (cause instanceof CancellationException || closed) {
      return;
    }
    Problem problem = problem(fetch, cause);
    boolean news = !problem.equals(fetch.problem);
    fetch.problem = problem;
    if (mayWait(fetch, cause)) {
      if (news) {
        log.info(fetch.text() + " waits: " + problem.message() + ".");
      }
      int attempt = fetch.attempt;
      agent.schedule(
          rest(fetch),
          () -> {
            if (attempt == fetch.attempt && !closed) {
              fetching.begin(fetch);
            }
          });
      changed.accept(fetch);
      return;
    }
    fetch.phase = Fetch.Phase.OVER;
    fetch.saved = fetch.saved.withStage(SavedDownload.Stage.FAILED, agent.millis(), problem);
    log.error(fetch.text() + " could not be fetched: " + problem.message());
    over(fetch);
  }

  private void over(Fetch fetch) {
    changed.accept(fetch);
    List<Fetch> over =
        all.values().stream()
            .filter(Fetch::isOver)
            .sorted(Comparator.comparingLong(other -> other.saved.endedMillis()))
            .toList();
    over.stream().limit(Math.max(0, over.size() - SavedState.MOST_OVER)).forEach(this::forget);
    remember.run();
  }

  private void forget(Fetch fetch) {
    all.remove(fetch.number);
    fetch.forgotten = true;
    changed.accept(fetch);
  }

  private boolean mayWait(Fetch fetch, Throwable cause) {
    return (fetch.isPatient() || hasTime(fetch.saved))
        && (cause instanceof NotFoundException
            || cause instanceof UnreachableException
            || cause instanceof ConflictException
            || (cause instanceof DeniedException && isForMembers(fetch))
            || (cause instanceof StorageException storage
                && storage.reason() == StorageException.Reason.IN_USE));
  }

  private boolean hasTime(SavedDownload saved) {
    return millisLeft(saved) > 0;
  }

  private long millisLeft(SavedDownload saved) {
    long waited = agent.millis() - saved.waitingSinceMillis();
    return TimeUnit.SECONDS.toMillis(saved.request().waitSeconds()) - waited;
  }

  /** Who waits for a time is told at its end, not at the end of the next long rest. */
  private long rest(Fetch fetch) {
    long rest = fetch.pace.rest();
    return fetch.isPatient()
        ? rest
        : Math.min(rest, TimeUnit.MILLISECONDS.toNanos(millisLeft(fetch.saved)));
  }

  /** Whether it may be granted to who logs in, or is taken in. */
  private boolean isForMembers(Fetch fetch) {
    return !fetch.saved.request().group().isEmpty() || node.user().isEmpty();
  }

  private Problem problem(Fetch fetch, Throwable cause) {
    Problem problem = Problems.of(cause);
    String group = fetch.saved.request().group();
    String more =
        cause instanceof NotFoundException
            ? fetch.wanted.hint(trackers)
            : !(cause instanceof DeniedException)
                ? ""
                : node.user().isEmpty()
                    ? "; log in with shoal login, and it goes on"
                    : group.isEmpty() ? "" : "; join the group " + PlainText.of(group);
    return new Problem(problem.code(), problem.message() + more);
  }

  /** Empty as well if the locale of this process has no way to write it. */
  static Optional<Path> path(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Path::of);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  static long number(String id) {
    try {
      return id.isEmpty() || id.charAt(0) != PREFIX ? 0 : Long.parseLong(id.substring(1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
