package dev.shoal.peer.service.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What somebody saw under a name of a watched folder. */
sealed interface Sighting {
  /** A file that may be shared. */
  record Found(Stamp stamp) implements Sighting {}

  /** A folder. */
  record Folder() implements Sighting {}

  /** Nothing, or nothing to be shared: a link, a pipe, a device, what is hidden or unfinished. */
  record Nothing() implements Sighting {}

  /** It can't be seen now, which says nothing about whether it is there. */
  record Unseen(IOException cause) implements Sighting {}

  /** Looks at what lies in a folder; does not follow links. Blocks. */
  static Sighting of(Path path) {
    if (Unwanted.isHidden(path)) {
      return new Nothing();
    }
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isDirectory()) {
        return new Folder();
      }
      boolean wanted =
          attributes.isRegularFile() && !Unwanted.isUnfinished(path.getFileName().toString());
      return wanted ? new Found(Stamp.of(attributes)) : new Nothing();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new Nothing();
    } catch (IOException e) {
      return new Unseen(e);
    }
  }
}
