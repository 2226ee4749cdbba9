package dev.shoal.peer.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which folders are watched, and what is left out of each: so that no file is shared twice, and
 * none that is not everybody's. Decided on real paths. Immutable.
 *
 * @param excluded by the folder that is watched
 */
record WatchPlan(Map<Path, List<Path>> excluded) {
  /** Copies it. */
  WatchPlan {
    excluded = Collections.unmodifiableMap(new LinkedHashMap<>(excluded));
  }

  /**
   * A plan for what was asked for; blocks.
   *
   * @param watched a folder inside another one is watched by itself, and only so
   * @param mirrored where files of groups are fetched to
   * @throws IllegalArgumentException if what came from a group would be everybody's at once
   */
  static WatchPlan of(List<Path> watched, Iterable<Path> mirrored, Path dataDirectory) {
    Map<Path, Path> folders = new LinkedHashMap<>();
    watched.forEach(folder -> folders.putIfAbsent(PathPolicy.reality(folder), folder));
    List<Path> never = new ArrayList<>();
    never.add(PathPolicy.reality(dataDirectory));
    for (Path mirror : mirrored) {
      Path real = PathPolicy.reality(mirror);
      never.add(real);
      folders.forEach((folder, given) -> requireApart(folder, given, real, mirror));
    }
    Map<Path, List<Path>> plan = new LinkedHashMap<>();
    folders.forEach(
        (folder, given) -> {
          List<Path> excluded = new ArrayList<>(never);
          folders.keySet().stream()
              .filter(other -> !other.equals(folder) && other.startsWith(folder))
              .forEach(excluded::add);
          plan.put(given, List.copyOf(excluded));
        });
    return new WatchPlan(plan);
  }

  private static void requireApart(Path watched, Path given, Path mirror, Path givenMirror) {
    if (watched.startsWith(mirror)) {
      throw new IllegalArgumentException(
          "a group's files can't be fetched to "
              + givenMirror
              + ", as they would be shared with everybody: the folder "
              + given
              + " in it is watched");
    }
  }
}
