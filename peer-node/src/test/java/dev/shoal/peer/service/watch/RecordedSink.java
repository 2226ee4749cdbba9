package dev.shoal.peer.service.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who shares nothing and writes everything down; tests say when a share is done. */
final class RecordedSink implements FolderWatch.Sink {
  final Map<String, CompletableFuture<Void>> shares = new ConcurrentHashMap<>();
  final Set<String> unwanted = new HashSet<>();
  final List<String> problems = new CopyOnWriteArrayList<>();
  final List<String> renames = new ArrayList<>();

  /** Whether shares are done at once. */
  boolean atOnce = true;

  int mostAtOnce;
  private final Map<Path, String> names = new ConcurrentHashMap<>();

  /** Shares that are not done. */
  int underWay() {
    return (int) shares.values().stream().filter(share -> !share.isDone()).count();
  }

  @Override
  public boolean wants(WatchedFile file) {
    return !unwanted.contains(file.name());
  }

  @Override
  public CompletableFuture<?> share(WatchedFile file) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (atOnce) {
      done.complete(null);
    }
    names.put(file.path(), file.name());
    shares.put(file.name(), done);
    mostAtOnce = Math.max(mostAtOnce, underWay());
    return done;
  }

  @Override
  public void gone(Path path) {
    shares.remove(names.getOrDefault(path, ""));
  }

  @Override
  public CompletableFuture<?> renamed(Path from, WatchedFile to) {
    renames.add(names.get(from) + " to " + to.name());
    return FolderWatch.Sink.super.renamed(from, to);
  }

  @Override
  public void problem(String sentence) {
    problems.add(sentence);
  }
}
