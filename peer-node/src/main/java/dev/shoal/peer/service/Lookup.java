package dev.shoal.peer.service;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.FileDetails;
import dev.shoal.peer.FoundFile;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.SearchPage;
import dev.shoal.peer.UnreachableException;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out which file a name stands for, and what a file is called. Thread-safe. */
final class Lookup {
  private static final int MOST_PAGES = 20;

  private final NodePort node;

  /**
   * A file that is known.
   *
   * @param name null if nobody said
   * @param length bytes, a claim; -1 if nobody said
   */
  record Found(FileId fileId, @Nullable String name, long length) {}

  Lookup(NodePort node) {
    this.node = node;
  }

  /** Which file a download is of, and what it is called, as far as that is not known already. */
  CompletableFuture<Found> find(SavedDownload saved) {
    try {
      return unlessKnown(saved);
    } catch (RuntimeException e) { // what is remembered makes no sense, or the node is closed
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Found> unlessKnown(SavedDownload saved) {
    DownloadRequest request = saved.request();
    String known = saved.fileId();
    if (known == null) {
      return byName(request.what(), request.group());
    }
    FileId fileId = FileId.parse(known);
    Found asIs = new Found(fileId, saved.name(), saved.totalBytes());
    if (saved.name() != null || saved.path() != null) {
      return CompletableFuture.completedFuture(asIs);
    }
    boolean askable = request.sources().isEmpty();
    return byId(fileId, request.group())
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

  /**
   * The one file of a name. Of several, those that nobody has any more do not count: a file that is
   * changed is another file, and what it was stays in the catalogue for a while.
   *
   * @param group whose list is looked at; empty: the tracker's catalogue
   * @return fails with {@link NotFoundException} if there is none yet, and with {@link
   *     ConflictException} if there are several
   */
  CompletableFuture<Found> byName(String name, String group) {
    if (group.isEmpty()) {
      return search(name, null, 1, new LinkedHashMap<>()).thenCompose(found -> only(name, found));
    }
    return node.findInGroup(group, name)
        .thenCompose(
            file ->
                file.isPresent()
                    ? CompletableFuture.completedFuture(found(file.get()))
                    : CompletableFuture.failedFuture(
                        new NotFoundException(
                            "the group "
                                + PlainText.of(group)
                                + " has no file of the name "
                                + PlainText.of(name)
                                + " yet",
                            null)));
  }

  /**
   * What is said of a file.
   *
   * @return fails with {@link NotFoundException} if the tracker has never heard of it: who shares
   *     it will say what it is called
   */
  private CompletableFuture<Found> byId(FileId fileId, String group) {
    return group.isEmpty()
        ? node.details(fileId).thenCompose(Lookup::described)
        : node.groupFiles(group)
            .thenApply(
                files ->
                    files.stream()
                        .filter(file -> file.fileId().equals(fileId))
                        .findFirst()
                        .map(Lookup::found)
                        .orElseGet(() -> new Found(fileId, null, -1)));
  }

  private static CompletableFuture<Found> described(FileDetails details) {
    FoundFile published = details.published();
    if (published != null) {
      return CompletableFuture.completedFuture(
          new Found(details.fileId(), published.name(), published.length()));
    }
    return details.isKnown()
        ? CompletableFuture.completedFuture(new Found(details.fileId(), null, -1))
        : CompletableFuture.failedFuture(
            new NotFoundException("nobody shares this file yet", null));
  }

  private static Found found(GroupFileInfo file) {
    return new Found(file.fileId(), file.name(), file.length());
  }

  private CompletableFuture<Map<FileId, FoundFile>> search(
      String name, @Nullable String next, int page, Map<FileId, FoundFile> found) {
    return node.search(words(name), next)
        .thenCompose(
            results -> {
              for (FoundFile file : results.files()) {
                if (file.name().equals(name)) {
                  found.put(file.fileId(), file);
                }
              }
              return isLast(results, page)
                  ? CompletableFuture.completedFuture(found)
                  : search(name, results.next(), page + 1, found);
            });
  }

  private static boolean isLast(SearchPage results, int page) {
    return results.next() == null || page == MOST_PAGES;
  }

  /** As many of a long name's characters as may be searched for. */
  private static String words(String name) {
    String words = name;
    while (words.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_SEARCH_BYTES) {
      words = words.substring(0, words.offsetByCodePoints(words.length(), -1));
    }
    return words;
  }

  private static CompletableFuture<Found> only(String name, Map<FileId, FoundFile> all) {
    Map<FileId, FoundFile> found = new LinkedHashMap<>(all);
    found.values().removeIf(file -> file.seeders() + file.leechers() == 0);
    if (found.isEmpty()) {
      found.putAll(all);
    }
    if (found.isEmpty()) {
      return CompletableFuture.failedFuture(
          new NotFoundException(
              "nobody shares a file of the name " + PlainText.of(name) + " yet", null));
    }
    if (found.size() > 1) {
      String ids =
          found.keySet().stream().limit(3).map(FileId::toString).collect(Collectors.joining(", "));
      return CompletableFuture.failedFuture(
          new ConflictException(
              found.size()
                  + " different files have the name "
                  + PlainText.of(name)
                  + "; fetch the one that is meant by its id: "
                  + ids,
              null));
    }
    FoundFile file = found.values().iterator().next();
    return CompletableFuture.completedFuture(new Found(file.fileId(), file.name(), file.length()));
  }
}
