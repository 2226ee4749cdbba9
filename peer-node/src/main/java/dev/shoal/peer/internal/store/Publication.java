package dev.shoal.peer.internal.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Gives a finished file its final name in the same directory, so that it is there whole or not. */
public final class Publication {
  private Publication() {}

  /**
   * Renames a file without ever replacing another, and makes the name last.
   *
   * @throws FileAlreadyExistsException if there is anything of that name
   */
  public static void publish(FileLayer layer, Path from, Path to) throws IOException {
    name(layer, from, to);
    finish(layer, from, to);
  }

  /**
   * The first step of {@link #publish}: what has both names now is to lose the old one once the
   * directory has been forced.
   *
   * @throws FileAlreadyExistsException if there is anything of that name
   */
  static void name(FileLayer layer, Path from, Path to) throws IOException {
    try {
      layer.link(from, to);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      withoutLinks(layer, from, to);
    }
  }

  /** Renames a file in place of whatever had the name, and makes it last. */
  public static void replace(FileLayer layer, Path from, Path to) throws IOException {
    layer.replace(from, to);
    finish(layer, from, to);
  }

  /**
   * The name is first taken by an empty file, which nobody can have put there before, and then
   * replaced by ours. A crash just between leaves the empty file; a check for the name followed by
   * a rename could instead destroy what somebody else had put there.
   */
  private static void withoutLinks(FileLayer layer, Path from, Path to) throws IOException {
    layer.create(to).close();
    try {
      layer.replace(from, to);
    } catch (IOException e) {
      layer.delete(to);
      throw e;
    }
  }

  /**
   * The old name remains after a link, and after a rename onto another name of the same file. It
   * goes only once the new one lasts: no loss of power can take both.
   */
  private static void finish(FileLayer layer, Path from, Path to) throws IOException {
    Path directory = to.toAbsolutePath().getParent();
    if (directory != null) {
      layer.syncDirectory(directory);
    }
    layer.delete(from);
  }
}
