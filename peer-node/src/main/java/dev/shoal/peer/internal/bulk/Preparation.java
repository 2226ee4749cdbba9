package dev.shoal.peer.internal.bulk;

import dev.shoal.peer.WantedFile;
import dev.shoal.peer.internal.serve.Library;
import dev.shoal.peer.internal.store.WholeFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sorts files before anything is fetched, by what is on this node. A directory is read once,
 * however many files go there. Whatever is out of the ordinary is left to an ordinary download,
 * which knows what to do or to say.
 *
 * @param inBatches files of which nothing is here, and nothing is in their way
 * @param byThemselves the others
 * @param last those with the same destination as one before them
 */
record Preparation(List<Integer> inBatches, List<Integer> byThemselves, List<Integer> last) {
  /** Looks at the disk; blocks. */
  static Preparation of(List<WantedFile> files, Library library) {
    Preparation sorted =
        new Preparation(new ArrayList<>(files.size()), new ArrayList<>(), new ArrayList<>());
    Map<Path, Optional<Set<String>>> directories = new HashMap<>();
    Set<Path> seen = new HashSet<>(2 * files.size());
    for (int i = 0; i < files.size(); i++) {
      WantedFile file = files.get(i);
      Path destination = file.destination().toAbsolutePath();
      if (!seen.add(destination)) {
        sorted.last.add(i);
      } else if (library.find(file.fileId()).isEmpty() && isFree(file, destination, directories)) {
        sorted.inBatches.add(i);
      } else {
        sorted.byThemselves.add(i);
      }
    }
    return sorted;
  }

  private static boolean isFree(
      WantedFile file, Path destination, Map<Path, Optional<Set<String>>> directories) {
    Path directory = destination.getParent();
    return directory != null
        && directories
            .computeIfAbsent(directory, Preparation::names)
            .map(names -> WholeFiles.isFree(destination, file.fileId(), names))
            .orElse(false);
  }

  private static Optional<Set<String>> names(Path directory) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      Set<String> names = new HashSet<>();
      all.forEach(each -> names.add(String.valueOf(each.getFileName())));
      return Optional.of(names);
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.empty();
    }
  }
}
