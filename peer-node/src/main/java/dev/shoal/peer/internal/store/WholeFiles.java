package dev.shoal.peer.internal.store;

import dev.shoal.protocol.FileId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts small files in their places, some together: each is written under a temporary name, forced,
 * and named as a {@link PartFile} is, but without a journal, and a directory is forced once for all
 * of them. Whatever happens, no final name ever has less than the whole file; a temporary file that
 * is left by a crash is one that a download to the same destination goes on with.
 */
public final class WholeFiles {
  /** Files that are open at one time. */
  private static final int AT_ONCE = 64;

  private WholeFiles() {}

  /**
   * Stores files. Each says what became of it; blocks.
   *
   * @param overwrite whether files of those names may be replaced
   */
  public static void store(FileLayer layer, List<WholeFile> files, boolean overwrite) {
    for (int from = 0; from < files.size(); from += AT_ONCE) {
      write(layer, files.subList(from, Math.min(files.size(), from + AT_ONCE)));
    }
    for (WholeFile file : files) {
      if (file.isSound()) {
        file.name(layer, overwrite);
      }
    }
    sync(layer, files);
    files.forEach(file -> file.tidyUp(layer));
  }

  /**
   * Whether a file can be stored, as far as names tell: nothing is in its place, and no download of
   * it to there was begun.
   *
   * @param names of all that is in its directory
   */
  public static boolean isFree(Path destination, FileId fileId, Set<String> names) {
    Path name = destination.getFileName();
    Path directory = destination.getParent();
    if (name == null || directory == null || names.contains(name.toString())) {
      return false;
    }
    if (names.isEmpty()) {
      return true;
    }
    PartPaths paths = PartPaths.named(destination, directory, fileId);
    return !names.contains(paths.part().getFileName().toString())
        && !names.contains(paths.journal().getFileName().toString());
  }

  /** Forced only when all are written: a disk then has more to do at one time. */
  private static void write(FileLayer layer, List<WholeFile> files) {
    files.forEach(file -> file.write(layer));
    files.forEach(WholeFile::force);
  }

  private static void sync(FileLayer layer, List<WholeFile> files) {
    Map<Path, Optional<IOException>> synced = new HashMap<>();
    for (WholeFile file : files) {
      if (file.isSound()) {
        synced
            .computeIfAbsent(file.directory(), directory -> sync(layer, directory))
            .ifPresent(file::unlasting);
      }
    }
  }

  private static Optional<IOException> sync(FileLayer layer, Path directory) {
    try {
      layer.syncDirectory(directory);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }
}
