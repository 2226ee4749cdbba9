package dev.shoal.peer.service;

import dev.shoal.peer.service.watch.FolderWatch;
import dev.shoal.peer.service.watch.WatchOptions;
import dev.shoal.peer.service.watch.WatchStatus;
import dev.shoal.peer.service.watch.WatchedFile;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PlainText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The folders whose files are shared. What the watches find is shared under its own name, and found
 * by the names of its subfolders as well. Belongs to the agent's thread.
 */
final class WatchedFolders {
  private final Agent agent;
  private final Shares shares;
  private final StatusLog log;
  private final Runnable remember;
  private final List<FolderWatch> watches = new ArrayList<>();
  private final Map<Path, Share> byPath = new HashMap<>();

  /** Asked by the watches' threads. */
  private final NotShared notShared = new NotShared();

  /**
   * @param shares what is shared in groups, or came from one, is not everybody's because it lies in
   *     such a folder
   * @param remember told when something is to be remembered
   */
  WatchedFolders(Agent agent, Shares shares, StatusLog log, Runnable remember) {
    this.agent = agent;
    this.shares = shares;
    this.log = log;
    this.remember = remember;
    shares.onLost(share -> watches.forEach(watch -> watch.lost(share.path())));
  }

  /** What was remembered as not to be shared. */
  void restore(SavedState state) {
    notShared.restore(state.notShared());
  }

  /** What is to be remembered. */
  List<String> notShared() {
    return notShared.saved();
  }

  /** Begins to watch. */
  void start(WatchPlan plan) {
    plan.excluded()
        .forEach(
            (directory, excluded) ->
                watches.add(
                    FolderWatch.start(
                        directory, WatchOptions.defaults().withExcluded(excluded), sink())));
  }

  /** Takes what a watch finds. */
  FolderWatch.Sink sink() {
    return new Finds();
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
      leave(file);
      watches.forEach(watch -> watch.unshared(file.path()));
      remember.run();
    }
  }

  /** Watches no more. Blocks; from any thread but the agent's and the watches'. */
  void close() {
    List.copyOf(watches).forEach(FolderWatch::close);
  }

  private void leave(WatchedFile file) {
    if (!notShared.add(file)) {
      log.error(
          PlainText.of(file.path().toString())
              + " will be shared again when the node is started anew, as no more than "
              + SavedState.MOST_UNWANTED
              + " such files are remembered; move it out of the watched folder");
    }
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

  /** Shares a file, unless it is for members only: by its path, or by its content. */
  private void share(WatchedFile file, Path real, CompletableFuture<Void> settled) {
    gone(file.path());
    if (shares.isForMembers(file.path()) || shares.isForMembers(real)) {
      keepBack(file);
      settled.complete(null);
    } else {
      begin(file, settled);
    }
  }

  private void keepBack(WatchedFile file) {
    log.info(
        PlainText.of(file.path().toString())
            + " is not shared with everybody, as it is, or was, shared in a group; share it by hand"
            + " if everybody may have it.");
  }

  private void begin(WatchedFile file, CompletableFuture<Void> settled) {
    Share share = shares.watch(file, tags(file.name()));
    byPath.put(file.path(), share);
    share.settled.whenComplete(
        (done, failure) -> {
          if (share.keptBack) {
            byPath.remove(file.path(), share);
            keepBack(file);
          }
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
      return !notShared.contains(file);
    }

    @Override
    public CompletableFuture<?> share(WatchedFile file) {
      CompletableFuture<Void> settled = new CompletableFuture<>();
      Path real = PathPolicy.reality(file.path());
      agent.execute(() -> WatchedFolders.this.share(file, real, settled));
      return settled;
    }

    @Override
    public CompletableFuture<?> renamed(Path from, WatchedFile to) {
      if (!wants(new WatchedFile(from, to.name(), to.size(), to.modifiedNanos()))) {
        leave(to);
        agent.execute(remember);
      }
      return FolderWatch.Sink.super.renamed(from, to);
    }

    @Override
    public void gone(Path path) {
      notShared.gone(path);
      agent.execute(() -> WatchedFolders.this.gone(path));
    }

    @Override
    public void problem(String sentence) {
      agent.execute(() -> log.warning(sentence));
    }
  }
}
