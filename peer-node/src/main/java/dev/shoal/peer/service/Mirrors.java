package dev.shoal.peer.service;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.GroupFileInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The groups whose files are fetched into folders. Belongs to the agent's thread. */
final class Mirrors implements GroupMirror.Desk {
  private final List<GroupMirror> mirrors = new ArrayList<>();
  private final Map<String, Path> directories;
  private final Downloads downloads;
  private final Shares shares;

  /** Groups' names and file ids of what somebody gave up. */
  private final Set<String> unwanted = new LinkedHashSet<>();

  Mirrors(
      Agent agent,
      NodePort node,
      PathPolicy paths,
      RandomGenerator random,
      Map<String, Path> directories,
      Downloads downloads,
      Shares shares,
      StatusLog log) {
    this.directories = directories;
    this.downloads = downloads;
    this.shares = shares;
    directories.forEach(
        (group, directory) ->
            mirrors.add(new GroupMirror(agent, node, paths, random, group, directory, this, log)));
  }

  /** What was remembered as given up. */
  void restore(SavedState state) {
    unwanted.addAll(state.notFetched());
  }

  /** What is to be remembered. */
  List<String> notFetched() {
    return unwanted.stream().limit(SavedState.MOST_UNWANTED).toList();
  }

  void start() {
    mirrors.forEach(GroupMirror::start);
  }

  void onLogin() {
    mirrors.forEach(GroupMirror::onLogin);
  }

  void close() {
    mirrors.forEach(GroupMirror::close);
  }

  /** As they are told. */
  List<NodeStatus.MirroredGroup> status() {
    return mirrors.stream().map(GroupMirror::status).toList();
  }

  /** Somebody is about to give a download up: if it is a mirror's, it does not come again. */
  void cancelled(Fetch fetch) {
    String group = fetch.saved.request().group();
    String fileId = fetch.saved.fileId();
    Path directory = directories.get(group);
    boolean complete = fetch.saved.stage() == SavedDownload.Stage.COMPLETE;
    if (directory != null && fileId != null && !complete && isIn(fetch, directory)) {
      unwanted.add(key(group, fileId));
    }
  }

  private static boolean isIn(Fetch fetch, Path directory) {
    String path = fetch.saved.request().path();
    return !path.isEmpty() && Path.of(path).startsWith(directory);
  }

  private static String key(String group, String fileId) {
    return group + " " + fileId;
  }

  @Override
  public boolean isUnwanted(String group, String fileId) {
    return unwanted.contains(key(group, fileId));
  }

  @Override
  public int open(String group, Path directory) {
    int open = 0;
    for (Fetch fetch : downloads.all()) {
      if (!fetch.isOver()
          && fetch.saved.request().group().equals(group)
          && isIn(fetch, directory)) {
        open++;
      }
    }
    return open;
  }

  @Override
  public Set<String> known(String group) {
    Set<String> paths = new HashSet<>();
    for (Fetch fetch : downloads.all()) {
      SavedDownload saved = fetch.saved;
      if (saved.request().group().equals(group) && saved.stage() != SavedDownload.Stage.COMPLETE) {
        paths.add(saved.request().path());
      }
    }
    return paths;
  }

  @Override
  public void fetch(DownloadRequest request) throws ConflictException {
    downloads.add(request);
  }

  @Override
  public void there(DownloadRequest request, Path path, GroupFileInfo file) {
    shares.keep(request.group(), path, file);
  }
}
