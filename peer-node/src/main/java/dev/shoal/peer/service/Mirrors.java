package dev.shoal.peer.service;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.protocol.ShoalLink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

  /** The same with links resolved, as downloads go there. */
  private final Map<String, Path> real = new HashMap<>();

  private final Downloads downloads;
  private final Shares shares;

  /** Groups' names and file ids of what somebody gave up: the latest, if there are very many. */
  private final Set<String> unwanted = new LinkedHashSet<>();

  /** Blocks, to look where the directories are. */
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
        (group, directory) -> {
          mirrors.add(new GroupMirror(agent, node, paths, random, group, directory, this, log));
          real.put(group, PathPolicy.reality(directory));
        });
  }

  /** What was remembered as given up. */
  void restore(SavedState state) {
    state.notFetched().forEach(this::giveUp);
    state.downloads().stream()
        .filter(saved -> saved.stage() == SavedDownload.Stage.CANCELLED)
        .forEach(this::cancelled);
  }

  /** What is to be remembered. */
  List<String> notFetched() {
    return List.copyOf(unwanted);
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
  void cancelled(SavedDownload saved) {
    String group = saved.request().group();
    String fileId = saved.fileId();
    if (fileId != null && saved.stage() != SavedDownload.Stage.COMPLETE && wasAskedFor(saved)) {
      giveUp(key(group, fileId));
    }
  }

  private void giveUp(String key) {
    unwanted.add(key);
    if (unwanted.size() > SavedState.MOST_UNWANTED) {
      unwanted.remove(unwanted.iterator().next());
    }
  }

  /** Whether a mirror began it, which says the file's id, and exactly where it goes. */
  private boolean wasAskedFor(SavedDownload saved) {
    DownloadRequest request = saved.request();
    Path directory = Downloads.path(request.path()).map(Path::getParent).orElse(null);
    return ShoalLink.looksLike(request.what())
        && directory != null
        && (directory.equals(directories.get(request.group()))
            || directory.equals(real.get(request.group())));
  }

  /** Whether it goes into the folder of its group. */
  private boolean isMirrored(SavedDownload saved) {
    DownloadRequest request = saved.request();
    Path given = directories.get(request.group());
    Path there = real.get(request.group());
    Path path = Downloads.path(request.path()).orElse(null);
    return given != null
        && there != null
        && path != null
        && (path.startsWith(given) || path.startsWith(there));
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
      SavedDownload saved = fetch.saved;
      if (!fetch.isOver() && saved.request().group().equals(group) && isMirrored(saved)) {
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
  public void refused(String group, Problem problem) {
    shares.refused(group, problem);
  }

  @Override
  public void granted(String group) {
    shares.granted(group);
  }

  @Override
  public void there(DownloadRequest request, Path path, GroupFileInfo file) {
    shares.keep(request.group(), path, file);
  }

  @Override
  public boolean hasChanged(String group, Path path, GroupFileInfo file) {
    return shares.hasChanged(group, path, file);
  }
}
