package dev.shoal.peer.service;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FileNames;
import dev.shoal.protocol.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Decides where a file that is fetched goes, and notices when it is there already. */
final class Placement {
  private static final int MOST_NAMES = 1000;

  private final PathPolicy paths;
  private final NodePort node;
  private final Executor disk;

  /**
   * Where a file goes.
   *
   * @param isThere whether the file is there already, with the same content
   */
  record Place(Path path, boolean isThere) {}

  /**
   * What is to be placed.
   *
   * @param path as asked for, or as it was decided before; empty: in the download directory
   * @param isDecided whether it is no directory, whatever is there
   * @param name for a directory
   * @param length bytes; -1 if unknown
   * @param overwrite whether a file that is there may be replaced
   * @param taken by other downloads
   */
  record Wish(
      String path,
      boolean isDecided,
      FileId fileId,
      @Nullable String name,
      long length,
      boolean overwrite,
      Set<Path> taken) {}

  Placement(PathPolicy paths, NodePort node, Executor disk) {
    this.paths = paths;
    this.node = node;
    this.disk = disk;
  }

  /** The place; fails with a {@link ShoalException} if there is none. */
  CompletableFuture<Place> place(Wish wish) {
    return CompletableFuture.completedFuture(wish)
        .thenComposeAsync(
            same -> {
              try {
                return begin(wish);
              } catch (ShoalException e) {
                return CompletableFuture.failedFuture(e);
              }
            },
            disk);
  }

  private CompletableFuture<Place> begin(Wish wish) throws ShoalException {
    Path path =
        wish.path().isEmpty() ? paths.downloadDirectory() : PathPolicy.absolute(wish.path());
    if (wish.path().isEmpty() || (!wish.isDecided() && Files.isDirectory(path))) {
      return next(wish, paths.writableDirectory(path), 1);
    }
    Path directory = path.getParent();
    if (directory == null) {
      throw new StorageException(Reason.WRONG_KIND, "the root directory is not a file", null);
    }
    Path file = paths.writableDirectory(directory).resolve(path.getFileName());
    if (!wish.isDecided() && wish.taken().contains(file)) {
      throw new StorageException(
          Reason.IN_USE, "another download is written to " + PlainText.of(file.toString()), null);
    }
    if (wish.overwrite() || !exists(file)) {
      return CompletableFuture.completedFuture(new Place(file, false));
    }
    return isSame(wish, file)
        .thenCompose(
            same ->
                same
                    ? CompletableFuture.completedFuture(new Place(file, true))
                    : CompletableFuture.failedFuture(taken(file)));
  }

  /** Tries one name after another in a directory. */
  private CompletableFuture<Place> next(Wish wish, Path directory, int number) {
    Path file = in(directory, wish, number);
    if (number == MOST_NAMES) {
      return CompletableFuture.failedFuture(taken(file));
    }
    if (wish.taken().contains(file)) {
      return next(wish, directory, number + 1);
    }
    if (wish.overwrite() || !exists(file)) {
      return CompletableFuture.completedFuture(new Place(file, false));
    }
    return isSame(wish, file)
        .thenComposeAsync(
            same ->
                same
                    ? CompletableFuture.completedFuture(new Place(file, true))
                    : next(wish, directory, number + 1),
            disk);
  }

  private static Path in(Path directory, Wish wish, int number) {
    String id = wish.fileId().toString();
    String name = wish.name() == null ? id : FileNames.safe(wish.name(), id);
    String numbered = number == 1 ? name : inserted(name, " (" + number + ")");
    try {
      return directory.resolve(numbered);
    } catch (InvalidPathException e) { // the locale has no way to write that name
      return directory.resolve(numbered.replaceAll("[^\\x20-\\x7E]", "_"));
    }
  }

  /** Puts something before the extension of a file's name. */
  static String inserted(String name, String what) {
    String room = FileNames.shorten(name, FileNames.MAX_BYTES - what.length());
    int dot = room.lastIndexOf('.');
    return dot <= 0 ? room + what : room.substring(0, dot) + what + room.substring(dot);
  }

  private CompletableFuture<Boolean> isSame(Wish wish, Path file) {
    if (!mayBeSame(wish, file)) {
      return CompletableFuture.completedFuture(false);
    }
    return node.identify(file).handle((found, failure) -> wish.fileId().equals(found));
  }

  private static boolean mayBeSame(Wish wish, Path file) {
    try {
      return Files.isRegularFile(file) && (wish.length() < 0 || Files.size(file) == wish.length());
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static StorageException taken(Path file) {
    return new StorageException(
        Reason.EXISTS,
        PlainText.of(file.toString())
            + " exists already and is something else; cancel this, and fetch it to another path or"
            + " say that it may be replaced",
        null);
  }
}
