package dev.shoal.peer.service.watch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a folder and all below it, step by step, so that other things can be done in
 * between. Has one folder open at a time. Not thread-safe.
 */
final class FolderScan {
  /** Folders inside folders, at most: nobody's are, but a broken disk's may be. */
  static final int MOST_DEPTH = 100;

  private final Path root;
  private final Set<String> excluded;
  private final Visitor visitor;
  private final Deque<String> folders = new ArrayDeque<>();
  private String folder;
  private @Nullable DirectoryStream<Path> open;
  private @Nullable Iterator<Path> rest;
  private long looked;

  /** Who wants to know what a scan finds. */
  interface Visitor {
    /** A folder is about to be looked through. */
    void entering(String folder, Path path);

    /** A file that may be shared. */
    void file(String name, Stamp stamp);

    /** Something in a folder has a name by which it can't be found again. */
    void unnamed(String folder);

    /** A file or folder can't be looked at. */
    void unseen(String name, IOException cause);
  }

  /**
   * @param root absolute
   * @param folder to be looked through, by its path inside the root; empty: the root
   * @param excluded what is not looked at, by its path inside the root
   */
  FolderScan(Path root, String folder, Set<String> excluded, Visitor visitor) {
    this.root = root;
    this.folder = folder;
    this.excluded = excluded;
    this.visitor = visitor;
    folders.add(folder);
  }

  /** Files and folders looked at so far. */
  long looked() {
    return looked;
  }

  /**
   * Goes on. Blocks.
   *
   * @param most files and folders to be looked at
   * @return whether there is more
   */
  boolean step(int most) {
    for (int i = 0; i < most; i++) {
      Path next = next();
      if (next == null) {
        if (folders.isEmpty()) {
          return false;
        }
        enter(folders.remove());
      } else {
        looked++;
        look(next);
      }
    }
    return true;
  }

  /** Gives up; what is open is closed. */
  void stop() {
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        visitor.unseen(folder, e);
      }
    }
    open = null;
    rest = null;
  }

  @SuppressWarnings("StreamResourceLeak") // closed by stop()
  private void enter(String name) {
    folder = name;
    Path path = name.isEmpty() ? root : root.resolve(name);
    visitor.entering(name, path);
    try {
      if (name.isEmpty() || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        open = Files.newDirectoryStream(path);
        rest = open.iterator();
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      stop(); // it went away just now
    } catch (IOException e) {
      stop();
      visitor.unseen(name, e);
    }
  }

  /** The next one in the open folder; closes it at its end. */
  private @Nullable Path next() {
    if (rest == null) {
      return null;
    }
    try {
      if (rest.hasNext()) {
        return rest.next();
      }
    } catch (DirectoryIteratorException e) {
      visitor.unseen(folder, Objects.requireNonNull(e.getCause()));
    }
    stop();
    return null;
  }

  private void look(Path path) {
    String name = FolderNames.in(folder, path.getFileName());
    if (excluded.contains(name)) {
      return;
    }
    Sighting sighting = Sighting.of(path);
    if (sighting instanceof Sighting.Nothing) {
      return;
    }
    if (!FolderNames.isExpressible(path.getFileName())) {
      visitor.unnamed(folder);
    } else if (sighting instanceof Sighting.Found found) {
      visitor.file(name, found.stamp());
    } else if (sighting instanceof Sighting.Folder) {
      if (root.relativize(path).getNameCount() <= MOST_DEPTH) {
        folders.add(name);
      }
    } else if (sighting instanceof Sighting.Unseen unseen) {
      visitor.unseen(name, unseen.cause());
    }
  }
}
