package dev.shoal.peer.service;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.protocol.FileId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final Agent agent;
  private final NodePort node;
  private final Lookup lookup;
  private final Placement placement;
  private final Patience patience;
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
      Agent agent,
      NodePort node,
      PathPolicy paths,
      Patience patience,
      Supplier<Set<Path>> taken,
      Listener listener) {
    this.agent = agent;
    this.node = node;
    this.lookup = new Lookup(node);
    this.placement = new Placement(paths, node, agent.disk());
    this.patience = patience;
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

  /**
   * Asks those at once that are new in its request, if it is fetched already; if not, they are
   * asked when it is.
   *
   * @param before those it had
   */
  void addSources(Fetch fetch, List<String> before) {
    Download download = fetch.handle;
    List<String> more =
        fetch.saved.request().sources().stream().filter(one -> !before.contains(one)).toList();
    if (download == null || more.isEmpty()) {
      return;
    }
    Sources sources = Sources.parse(more);
    if (!sources.urls().isEmpty()) {
      download.addHttpSources(sources.urls());
    }
    if (!sources.peers().isEmpty()) {
      agent.names().execute(() -> download.addSources(sources.lookUp()));
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
    lookup
        .find(fetch.saved)
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
        .thenCombineAsync(
            addresses(saved.request()),
            (place, peers) ->
                new Destination(place, length(place), saved.request().sources(), peers),
            agent.disk())
        .whenComplete(
            (destination, problem) ->
                agent.execute(
                    () -> {
                      if (isCurrent(fetch, attempt)) {
                        placed(fetch, attempt, found, destination, problem);
                      }
                    }));
  }

  /**
   * Where it goes, and who is asked besides.
   *
   * @param length of the file that is there; -1 if none is
   * @param sources of which these are the nodes' addresses
   */
  private record Destination(
      Placement.Place place, long length, List<String> sources, List<InetSocketAddress> peers) {}

  private static long length(Placement.Place place) {
    try {
      return place.isThere() ? Files.size(place.path()) : -1;
    } catch (IOException e) {
      return -1; // gone again at this moment
    }
  }

  private CompletableFuture<List<InetSocketAddress>> addresses(DownloadRequest request) {
    Sources sources = Sources.parse(request.sources());
    return sources.peers().isEmpty()
        ? CompletableFuture.completedFuture(List.of())
        : CompletableFuture.supplyAsync(sources::lookUp, agent.names());
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
      fetch.saved = fetch.saved.withBytes(destination.length(), 0);
      complete(fetch, null, null);
      return;
    }
    try {
      fetch(
          fetch,
          attempt,
          found.fileId(),
          path,
          fetch.options(destination.peers(), patience.ofAttempt(fetch, !queue.isEmpty())));
      addSources(fetch, destination.sources());
    } catch (RuntimeException e) { // the node refuses the combination, or is closed
      failed(fetch, e);
    }
  }

  private void fetch(Fetch fetch, int attempt, FileId fileId, Path path, DownloadOptions options) {
    Download download = node.download(fileId, path, options);
    fetch.handle = download;
    fetch.keepsSharing = fetch.saved.request().keepSharing();
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
}
