package dev.shoal.peer.service;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.NotFoundException;
import dev.shoal.transport.RateLimit;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a running node fetches, has fetched, and waits for. Belongs to the agent's thread.
 *
 * <p>What nobody has, and what nobody can be asked for, is tried again, ever more seldom, for as
 * long as its request says.
 */
final class Downloads implements Fetching.Listener {
  /** What a request has where nothing was said. */
  private static final DownloadRequest NOTHING_SAID = DownloadRequest.of("");

  private final DownloadIndex index = new DownloadIndex();
  private final Agent agent;
  private final RandomGenerator random;
  private final Shares shares;
  private final StatusLog log;
  private final Consumer<Fetch> changed;
  private final Runnable remember;
  private final Patience patience;
  private final Fetching fetching;
  private final GivenUp givenUp;
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
    this.random = random;
    this.shares = shares;
    this.log = log;
    this.changed = changed;
    this.remember = remember;
    this.patience = new Patience(agent, node, trackers);
    this.fetching = new Fetching(agent, node, paths, patience, index::taken, this);
    this.givenUp = new GivenUp(agent, node, remember);
  }

  /** Takes up what was remembered: goes on with what was under way, in its order. */
  void restore(SavedState state) {
    next = state.nextDownload();
    for (SavedDownload saved : state.downloads()) {
      long number = Ids.DOWNLOADS.number(saved.id());
      next = Math.max(next, number + 1);
      if (saved.stage() == SavedDownload.Stage.CANCELLED) {
        givenUp.restore(saved);
        continue;
      }
      Fetch fetch = new Fetch(number, saved, new Pace(random));
      index.enter(fetch);
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
    index.all().forEach(Fetch::look);
    return Stream.concat(index.all().stream().map(fetch -> fetch.saved), givenUp.saved().stream())
        .toList();
  }

  Iterable<Fetch> all() {
    return index.all();
  }

  /**
   * The newest ones, the first one's first.
   *
   * @param before id of the one that they come before; empty: of none
   * @param limit most of them
   */
  List<Fetch> page(String before, int limit) {
    return index.page(before, limit);
  }

  /** Throws if there is none. */
  Fetch get(String id) throws NotFoundException {
    return index.get(id);
  }

  /** Fetches a file; what is fetched already to the same destination is gone on with. */
  Fetch add(DownloadRequest request) throws ConflictException {
    Wanted wanted = Wanted.parse(request.what());
    Optional<Fetch> same = index.like(request, wanted);
    if (same.isPresent()) {
      Fetch fetch = same.get();
      again(fetch, request);
      return fetch;
    }
    if (index.all().size() + givenUp.saved().size() >= SavedState.MOST_DOWNLOADS) {
      throw new ConflictException(
          "the node remembers "
              + SavedState.MOST_DOWNLOADS
              + " downloads, which is the most; cancel some",
          null);
    }
    SavedDownload saved =
        SavedDownload.fresh(Ids.DOWNLOADS.of(next), request, wanted, agent.millis());
    Fetch fetch = new Fetch(next++, saved, new Pace(random));
    index.enter(fetch);
    fetching.begin(fetch);
    changed.accept(fetch);
    return fetch;
  }

  /**
   * What is new in the request counts from now on; what is over begins anew, what rests goes on.
   */
  private void again(Fetch fetch, DownloadRequest request) {
    SavedDownload before = fetch.saved;
    DownloadRequest merged =
        fetch.isOver() ? before.request().replaced(request) : before.request().merged(request);
    merged.check();
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
      return;
    }
    if (!merged.equals(before.request())) {
      fetch.saved = before.withRequest(merged).waitingSince(agent.millis());
      if (fetch.phase == Fetch.Phase.RESTING) {
        fetching.begin(fetch);
      } else {
        fetching.addSources(fetch, before.request().sources());
      }
      changed.accept(fetch);
    }
    if (fetch.phase == Fetch.Phase.PAUSED) {
      resume(fetch);
    }
    if (request.downloadLimit() != NOTHING_SAID.downloadLimit()) {
      limit(fetch, request.downloadLimit());
    }
    if (request.priority() != NOTHING_SAID.priority()) {
      prioritize(fetch, request.priority());
    }
  }

  /** By its name, another file may be meant by now; unless the one it was has been begun with. */
  private static void lookUpAnew(Fetch fetch) {
    SavedDownload saved = fetch.saved;
    boolean begun = saved.totalBytes() >= 0 && saved.stage() != SavedDownload.Stage.COMPLETE;
    if (fetch.wanted.fileId() == null && !begun) {
      fetch.saved = saved.withFile(null, fetch.wanted.name(), null).withBytes(-1, 0);
    }
  }

  /** What comes from a group is not everybody's because it lies in a watched folder. */
  private void hold(Fetch fetch) {
    SavedDownload saved = fetch.saved;
    String fileId = saved.fileId();
    if (fileId != null && !saved.request().group().isEmpty()) {
      shares.membersOnly().add(fileId);
    }
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
    lookUpAnew(fetch);
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
    index.leave(fetch);
    fetch.forgotten = true;
    if (download != null) {
      download.cancel();
    } else if (!complete) {
      givenUp.discard(fetch.saved);
    }
    if (!complete) {
      fetch.saved = fetch.saved.withStage(SavedDownload.Stage.CANCELLED, agent.millis(), null);
      fetch.problem = null;
    }
    changed.accept(fetch);
    fetching.pump();
    return complete ? before : fetch.info();
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
    for (Fetch fetch : List.copyOf(index.all())) {
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
    index.all().forEach(Fetch::look);
    fetching.close();
    givenUp.close();
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
    Problem problem = patience.problem(fetch, cause);
    boolean news = !problem.equals(fetch.problem);
    fetch.problem = problem;
    if (patience.mayWait(fetch, cause)) {
      if (news) {
        log.info(fetch.text() + " waits: " + problem.message() + ".");
      }
      if (cause instanceof NotFoundException) {
        lookUpAnew(fetch);
      }
      int attempt = fetch.attempt;
      agent.schedule(
          patience.rest(fetch),
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
    String sentence = fetch.text() + " could not be fetched: " + problem.message();
    if (patience.isNobodysFault(cause)) {
      log.warning(sentence);
    } else {
      log.error(sentence);
    }
    over(fetch);
  }

  private void over(Fetch fetch) {
    changed.accept(fetch);
    index.tooMany(SavedState.MOST_OVER).forEach(this::forget);
    remember.run();
  }

  private void forget(Fetch fetch) {
    index.leave(fetch);
    fetch.forgotten = true;
    changed.accept(fetch);
  }

  /** Empty as well if the locale of this process has no way to write it. */
  static Optional<Path> path(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Path::of);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
