package dev.shoal.peer.service;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.protocol.FileId;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has downloads begun in their order, some at a time: finds out what is meant and where it goes,
 * then has it fetched. Belongs to the agent's thread.
 *
 * <p>One that nobody has gives its turn up again soon when others wait for theirs, and otherwise
 * goes on asking for a while, so that it is told at once when somebody shares the file.
 */
final class Fetching {
  /** Most at a time. */
  static final int MOST = 16;

  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration BRIEF = Duration.ofSeconds(3);

  private final Agent agent;
  private final NodePort node;
  private final Lookup lookup;
  private final Placement placement;
  private final Supplier<Set<Path>> taken;
  private final Listener listener;
  private final TreeSet<Fetch> queue = new TreeSet<>(Fetch.ORDER);
  private int underWay;
  private boolean closed;

  /** Is told what becomes of an attempt. */
  interface Listener {
    /** It has begun, or is known better. */
    void begun(Fetch fetch);

    /** The file is in its place, fetched or found there: then without a result. */
    void complete(Fetch fetch, @Nullable Download download, @Nullable DownloadResult result);

    /** It did not work. */
    void failed(Fetch fetch, Throwable cause);
  }

  /**
   * @param taken paths that downloads are to be written to
   */
  Fetching(
      Agent agent, NodePort node, PathPolicy paths, Supplier<Set<Path>> taken, Listener listener) {
    this.agent = agent;
    this.node = node;
    this.lookup = new Lookup(node);
    this.placement = new Placement(paths, node, agent.disk());
    this.taken = taken;
    this.listener = listener;
  }

  /** Begins with it as soon as it is its turn. */
  void begin(Fetch fetch) {
    leave(fetch);
    fetch.phase = Fetch.Phase.QUEUED;
    queue.add(fetch);
    pump();
  }

  /** Goes on with one that was paused while it was fetched. */
  void goOn(Fetch fetch, Download download) {
    fetch.phase = Fetch.Phase.RUNNING;
    underWay++;
    download.resume();
  }

  /** Pauses it; what is fetched of it stays open. */
  void pause(Fetch fetch) {
    boolean running = fetch.phase == Fetch.Phase.RUNNING;
    Download download = fetch.handle;
    if (!running || download == null) {
      leave(fetch);
    } else {
      underWay--;
      download.pause();
    }
    fetch.phase = Fetch.Phase.PAUSED;
    pump();
  }

  /** Takes it out of what goes on; its handle, if any, is the caller's. */
  void leave(Fetch fetch) {
    queue.remove(fetch);
    fetch.attempt++;
    if (fetch.phase == Fetch.Phase.RUNNING) {
      underWay--;
    }
    fetch.phase = Fetch.Phase.RESTING;
    fetch.handle = null;
  }

  /** What decides about its turn changes: it is to be taken out of the order for that. */
  void reorder(Fetch fetch, Runnable change) {
    boolean queued = queue.remove(fetch);
    change.run();
    if (queued) {
      queue.add(fetch);
    }
  }

  /** Lets those whose turn it is begin. */
  void pump() {
    while (underWay < MOST && !closed) {
      Fetch fetch = queue.pollFirst();
      if (fetch == null) {
        return;
      }
      underWay++;
      fetch.phase = Fetch.Phase.RUNNING;
      run(fetch, ++fetch.attempt);
    }
  }

  /** Begins nothing and tells nothing any more. */
  void close() {
    closed = true;
    queue.clear();
  }

  private void run(Fetch fetch, int attempt) {
    find(fetch)
        .whenComplete(
            (found, failure) ->
                agent.execute(
                    () -> {
                      if (isCurrent(fetch, attempt)) {
                        found(fetch, attempt, found, failure);
                      }
                    }));
  }

  private boolean isCurrent(Fetch fetch, int attempt) {
    return fetch.attempt == attempt && !closed;
  }

  private CompletableFuture<Lookup.Found> find(Fetch fetch) {
    SavedDownload saved = fetch.saved;
    String known = saved.fileId();
    String name = saved.name();
    DownloadRequest request = saved.request();
    if (known == null) {
      return lookup.byName(request.what(), request.group());
    }
    FileId fileId = FileId.parse(known);
    Lookup.Found asIs = new Lookup.Found(fileId, name, saved.totalBytes());
    if (name != null || saved.path() != null) {
      return CompletableFuture.completedFuture(asIs);
    }
    boolean askable = request.sources().isEmpty();
    return lookup
        .byId(fileId, request.group())
        .exceptionallyCompose(
            failure ->
                askable || !isSilence(Problems.cause(failure))
                    ? CompletableFuture.failedFuture(failure)
                    : CompletableFuture.completedFuture(asIs));
  }

  /** The sources that are given may have it all the same. */
  private static boolean isSilence(Throwable failure) {
    return failure instanceof UnreachableException || failure instanceof NotFoundException;
  }

  private void found(
      Fetch fetch, int attempt, Lookup.@Nullable Found found, @Nullable Throwable failure) {
    if (found == null) {
      failed(fetch, failure == null ? new IllegalStateException("nothing found") : failure);
      return;
    }
    SavedDownload saved = fetch.saved;
    String decided = saved.path();
    placement
        .place(
            new Placement.Wish(
                decided == null ? saved.request().path() : decided,
                decided != null,
                found.fileId(),
                found.name(),
                found.length(),
                saved.request().overwrite(),
                taken.get()))
        .thenCombineAsync(addresses(saved.request()), Destination::new, agent.disk())
        .whenComplete(
            (destination, problem) ->
                agent.execute(
                    () -> {
                      if (isCurrent(fetch, attempt)) {
                        placed(fetch, attempt, found, destination, problem);
                      }
                    }));
  }

  /** Where it goes, and who is asked besides. */
  private record Destination(Placement.Place place, List<InetSocketAddress> peers) {}

  private CompletableFuture<List<InetSocketAddress>> addresses(DownloadRequest request) {
    Sources sources = Sources.parse(request.sources());
    return sources.peers().isEmpty()
        ? CompletableFuture.completedFuture(List.of())
        : CompletableFuture.supplyAsync(sources::lookUp, agent.disk());
  }

  private void placed(
      Fetch fetch,
      int attempt,
      Lookup.Found found,
      @Nullable Destination destination,
      @Nullable Throwable problem) {
    if (destination == null) {
      failed(fetch, problem == null ? new IllegalStateException("no place") : problem);
      return;
    }
    Path path = destination.place().path();
    String name = found.name() == null ? String.valueOf(path.getFileName()) : found.name();
    if (taken.get().contains(path) && fetch.saved.path() == null) {
      agent.execute( // another has taken it meanwhile
          () -> {
            if (isCurrent(fetch, attempt)) {
              found(fetch, attempt, found, null);
            }
          });
      return;
    }
    fetch.saved = fetch.saved.withFile(found.fileId().toString(), name, path.toString());
    if (destination.place().isThere()) {
      complete(fetch, null, null);
      return;
    }
    try {
      fetch(fetch, attempt, found.fileId(), path, options(fetch, destination.peers()));
    } catch (RuntimeException e) { // the node refuses the combination, or is closed
      failed(fetch, e);
    }
  }

  private void fetch(Fetch fetch, int attempt, FileId fileId, Path path, DownloadOptions options) {
    Download download = node.download(fileId, path, options);
    fetch.handle = download;
    fetch.keepsSharing = fetch.saved.request().keepSharing();
    fetch.tries++;
    listener.begun(fetch);
    download
        .completion()
        .whenComplete(
            (result, failure) ->
                agent.execute(
                    () -> {
                      if (isCurrent(fetch, attempt)) {
                        ended(fetch, download, result, failure);
                      }
                    }));
  }

  private void ended(
      Fetch fetch,
      Download download,
      @Nullable DownloadResult result,
      @Nullable Throwable failure) {
    fetch.look();
    if (result != null) {
      complete(fetch, download, result);
    } else if (failure != null) {
      failed(fetch, failure);
    }
  }

  private void complete(Fetch fetch, @Nullable Download download, @Nullable DownloadResult result) {
    leave(fetch);
    listener.complete(fetch, download, result);
    pump();
  }

  private void failed(Fetch fetch, Throwable failure) {
    boolean paused = fetch.phase == Fetch.Phase.PAUSED;
    leave(fetch);
    if (paused) {
      fetch.phase = Fetch.Phase.PAUSED;
    } else {
      fetch.tries++;
      listener.failed(fetch, Problems.cause(failure));
    }
    pump();
  }

  private DownloadOptions options(Fetch fetch, List<InetSocketAddress> peers) {
    SavedDownload saved = fetch.saved;
    DownloadRequest request = saved.request();
    return DownloadOptions.defaults()
        .withOverwrite(request.overwrite())
        .withKeepSharing(request.keepSharing())
        .withSources(peers)
        .withHttpSources(Sources.parse(request.sources()).urls())
        .withDownloadLimit(saved.downloadLimit())
        .withOrder(request.order())
        .withPriority(saved.priority())
        .withGroup(request.group())
        .withWaitFor(waitFor(fetch));
  }

  private Duration waitFor(Fetch fetch) {
    Duration patience = queue.isEmpty() ? PATIENT : BRIEF;
    if (fetch.isPatient()) {
      return patience;
    }
    SavedDownload saved = fetch.saved;
    long seconds = saved.request().waitSeconds();
    long waited = agent.millis() - saved.waitingSinceMillis();
    Duration left = Duration.ofMillis(Math.max(0, Math.min(seconds, 1_000_000) * 1000 - waited));
    return left.compareTo(patience) < 0 ? left : patience;
  }
}
