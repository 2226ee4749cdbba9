package dev.shoal.peer.service.watch;

import dev.shoal.protocol.PlainText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Whether a watched folder is there, and is the one that it was. Not thread-safe.
 *
 * <p>When a disk is taken off, the folder where it was stays behind, empty, and is another one than
 * before by device and inode: that counts as not being there.
 */
final class WatchedRoot {
  private final Path directory;
  private @Nullable Path real;
  private @Nullable Object key;
  private @Nullable String problem;
  private boolean replaced;

  WatchedRoot(Path directory) {
    this.directory = directory;
  }

  /** As it was given. */
  Path directory() {
    return directory;
  }

  /** Looks. Blocks. */
  void look() {
    replaced = false;
    try {
      BasicFileAttributes attributes = Files.readAttributes(directory, BasicFileAttributes.class);
      if (!attributes.isDirectory()) {
        problem = name() + " is not a folder; nothing of it is shared anew until it is";
        return;
      }
      Object now = attributes.fileKey();
      boolean other = real != null && key != null && !key.equals(now);
      if (other && isEmpty()) {
        problem =
            name()
                + " is empty, and not the folder that was there before; if its disk was taken off,"
                + " its files are shared again when it is back";
        return;
      }
      Path path = directory.toRealPath();
      replaced = other || !path.equals(real);
      real = path;
      key = now;
      problem = null;
    } catch (NoSuchFileException e) {
      problem = name() + " isn't there; its files are shared when it is";
    } catch (IOException e) {
      problem = name() + " can't be read: " + PlainText.of(String.valueOf(e.getMessage()));
    }
  }

  /** Why it can't be watched, a sentence; null if it can. As of the last look. */
  @Nullable String problem() {
    return problem;
  }

  /** Whether it is another folder than at the look before, or is seen for the first time. */
  boolean replaced() {
    return replaced;
  }

  /** Where it lies, without links; null while it has not been seen. */
  @Nullable Path real() {
    return real;
  }

  /** Whether a path that was made from names really is inside: no folder of it was swapped. */
  boolean holds(Path path) {
    try {
      return real != null && path.toRealPath().startsWith(real);
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isEmpty() throws IOException {
    try (DirectoryStream<Path> content = Files.newDirectoryStream(directory)) {
      return !content.iterator().hasNext();
    }
  }

  private String name() {
    return PlainText.of(directory.toString());
  }
}
