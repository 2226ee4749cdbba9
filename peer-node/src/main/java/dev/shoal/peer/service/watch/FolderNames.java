package dev.shoal.peer.service.watch;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What files and folders are called inside a watched folder: {@code /} between the parts, nothing
 * for the folder itself. Not thread-safe.
 */
final class FolderNames {
  private final WatchedRoot root;
  private final Collection<Path> left;
  private final Set<String> excluded = new HashSet<>();

  /**
   * @param left paths that are to be excluded
   */
  FolderNames(WatchedRoot root, Collection<Path> left) {
    this.root = root;
    this.left = left;
  }

  /** A path by its name. */
  Path path(String name) {
    return name.isEmpty() ? root.directory() : root.directory().resolve(name);
  }

  /** What a path is called; null if it is outside. */
  @Nullable String name(Path path) {
    Path real = root.real();
    Path base = real != null && path.startsWith(real) ? real : root.directory();
    if (!path.startsWith(base)) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    base.relativize(path).forEach(part -> parts.add(part.toString()));
    return String.join("/", parts);
  }

  /** What is called so in a folder. */
  static String in(String folder, Path child) {
    return folder.isEmpty() ? child.toString() : folder + '/' + child;
  }

  /**
   * Whether what lies in a folder can be found again by its name: not if this process's locale has
   * no way to write that.
   */
  static boolean isExpressible(Path child) {
    try {
      return child.getFileSystem().getPath(child.toString()).equals(child);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Which are not looked at, after the folder was seen: it may be reached in several ways. */
  Set<String> excluded() {
    excluded.clear();
    for (Path path : left) {
      String name = name(path);
      if (name != null) {
        excluded.add(name);
      }
    }
    return excluded;
  }

  /** Whether one is excluded, or is in a folder that is. */
  boolean isExcluded(String name) {
    return excluded.stream().anyMatch(each -> name.equals(each) || name.startsWith(each + '/'));
  }
}
