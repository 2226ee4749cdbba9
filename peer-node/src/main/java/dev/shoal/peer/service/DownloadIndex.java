package dev.shoal.peer.service;

import dev.shoal.peer.NotFoundException;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PlainText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All downloads of a node, in their order, and found by what was asked for. Belongs to the agent's
 * thread.
 */
final class DownloadIndex {
  private final TreeMap<Long, Fetch> all = new TreeMap<>();

  void enter(Fetch fetch) {
    all.put(fetch.number, fetch);
  }

  void leave(Fetch fetch) {
    all.remove(fetch.number);
  }

  /** Throws if there is none. */
  Fetch get(String id) throws NotFoundException {
    Fetch fetch = all.get(Ids.DOWNLOADS.number(id));
    if (fetch == null) {
      throw new NotFoundException(
          "there is no download " + PlainText.of(id) + "; shoal downloads shows those there are",
          null);
    }
    return fetch;
  }

  Collection<Fetch> all() {
    return Collections.unmodifiableCollection(all.values());
  }

  /**
   * The newest ones, the first one's first.
   *
   * @param before id of the one that they come before; empty: of none
   * @param limit most of them
   */
  List<Fetch> page(String before, int limit) {
    NavigableMap<Long, Fetch> older =
        before.isEmpty() ? all : all.headMap(Ids.DOWNLOADS.number(before), false);
    List<Fetch> newestFirst = older.descendingMap().values().stream().limit(limit).toList();
    List<Fetch> page = new ArrayList<>(newestFirst);
    Collections.reverse(page);
    return page;
  }

  /** The one of the same file, from the same people, to the same place. */
  Optional<Fetch> like(DownloadRequest request, Wanted wanted) {
    return all.values().stream().filter(other -> isSame(other, request, wanted)).findFirst();
  }

  private static boolean isSame(Fetch other, DownloadRequest request, Wanted wanted) {
    DownloadRequest earlier = other.saved.request();
    FileId fileId = wanted.fileId();
    boolean sameFile =
        fileId == null
            ? other.wanted.fileId() == null
                ? earlier.what().equals(request.what())
                : !other.isOver() && request.what().equals(other.saved.name())
            : fileId.toString().equals(other.saved.fileId());
    return sameFile
        && earlier.group().equals(request.group())
        && (earlier.path().equals(request.path())
            || (!request.path().isEmpty() && request.path().equals(other.saved.path())));
  }

  /** Paths to which something is fetched. */
  Set<Path> taken() {
    return all.values().stream()
        .filter(fetch -> !fetch.isOver())
        .flatMap(fetch -> Downloads.path(fetch.saved.path()).stream())
        .collect(Collectors.toSet());
  }

  /** Of those that are over, the ones that ended first, as far as there are more than may be. */
  List<Fetch> tooMany(int most) {
    List<Fetch> over =
        all.values().stream()
            .filter(Fetch::isOver)
            .sorted(Comparator.comparingLong(fetch -> fetch.saved.endedMillis()))
            .toList();
    return over.subList(0, Math.max(0, over.size() - most));
  }
}
