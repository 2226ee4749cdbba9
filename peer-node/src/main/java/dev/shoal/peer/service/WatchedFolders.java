package dev.shoal.peer.service;

import dev.shoal.peer.service.watch.FolderWatch;
import dev.shoal.peer.service.watch.WatchOptions;
import dev.shoal.peer.service.watch.WatchStatus;
import dev.shoal.peer.service.watch.WatchedFile;
import dev.shoal.protocol.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The folders whose files are shared. What the watches find is shared under its own name, and found
 * by the names of its subfolders as well. Belongs to the agent's thread.
 */
final class WatchedFolders {
  private final Agent agent;
  private final Shares shares;
  private final Predicate<Path> isForMembers;
  private final StatusLog log;
  private final Runnable remember;
  private final List<FolderWatch> watches = new ArrayList<>();
  private final Map<Path, Share> byPath = new HashMap<>();

  /** Files that somebody stopped sharing, as they were; read by the watches' threads. */
  private final Set<String> unwanted = ConcurrentHashMap.newKeySet();

  /**
   * @param isForMembers whether a file is shared in groups, or came from one: then not everybody
   *     may have it because it lies there
   * @param remember told when something is to be remembered
   */
  WatchedFolders(
      Agent agent, Shares shares, Predicate<Path> isForMembers, StatusLog log, Runnable remember) {
    this.agent = agent;
    this.shares = shares;
    this.isForMembers = isForMembers;
    this.log = log;
    this.remember = remember;
    shares.onLost(share -> watches.forEach(watch -> watch.lost(share.path())));
  }

  /** What was remembered as not to be shared. */
  void restore(SavedState state) {
    unwanted.addAll(state.notShared());
  }

  /** What is to be remembered. */
  List<String> notShared() {
    return unwanted.stream().sorted().limit(SavedState.MOST_UNWANTED).toList();
  }

  /**
   * Begins to watch.
   *
   * @param excluded what is not shared though it is there
   */
  void start(List<Path> directories, List<Path> excluded) {
    for (Path directory : directories) {
      watches.add(
          FolderWatch.start(
              directory, WatchOptions.defaults().withExcluded(excluded), new Finds()));
    }
  }

  /** As they are told. */
  List<NodeStatus.WatchedFolder> status() {
    return watches.stream().map(WatchedFolders::status).toList();
  }

  private static NodeStatus.WatchedFolder status(FolderWatch watch) {
    WatchStatus status = watch.status();
    return new NodeStatus.WatchedFolder(
        watch.directory().toString(), status.files(), status.preparing(), status.problem());
  }

  /** Somebody stopped sharing one of these files: it is not shared again until it changes. */
  void unshared(Share share) {
    WatchedFile file = share.watched;
    if (file != null) {
      byPath.remove(share.path(), share);
      unwanted.add(key(file));
      watches.forEach(watch -> watch.unshared(file.path()));
      remember.run();
    }
  }

  /** Watches no more. Blocks; from any thread but the agent's and the watches'. */
  void close() {
    List.copyOf(watches).forEach(FolderWatch::close);
  }

  private static String key(WatchedFile file) {
    return file.size() + " " + file.modifiedNanos() + " " + file.path();
  }

  /** The names of the subfolders in which it lies, as far as they may be tags. */
  static List<String> tags(String name) {
    String[] parts = name.split("/", -1);
    return Arrays.stream(parts)
        .limit(parts.length - 1L)
        .filter(part -> !part.isBlank())
        .filter(part -> part.getBytes(StandardCharsets.UTF_8).length <= Limits.MAX_TAG_BYTES)
        .distinct()
        .limit(Limits.MAX_TAGS)
        .toList();
  }

  private void share(WatchedFile file, CompletableFuture<Void> settled) {
    gone(file.path());
    if (isForMembers.test(file.path())) {
      settled.complete(null);
      return;
    }
    Share share = shares.watch(file, tags(file.name()));
    byPath.put(file.path(), share);
    share.settled.whenComplete(
        (done, failure) -> {
          if (share.state == ShareInfo.State.FAILED) {
            settled.completeExceptionally(new IllegalStateException("it is not shared"));
          } else {
            settled.complete(null);
          }
        });
  }

  private void gone(Path path) {
    Share share = byPath.remove(path);
    if (share != null) {
      shares.remove(share);
    }
  }

  /** Hands over to the agent what the watches find. */
  private final class Finds implements FolderWatch.Sink {
    @Override
    public boolean wants(WatchedFile file) {
      return !unwanted.contains(key(file));
    }

    @Override
    public CompletableFuture<?> share(WatchedFile file) {
      CompletableFuture<Void> settled = new CompletableFuture<>();
      agent.execute(() -> WatchedFolders.this.share(file, settled));
      return settled;
    }

    @Override
    public void gone(Path path) {
      agent.execute(() -> WatchedFolders.this.gone(path));
    }

    @Override
    public void problem(String sentence) {
      agent.execute(() -> log.warning(sentence));
    }
  }
}
