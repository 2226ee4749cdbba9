package dev.shoal.peer.internal.hash;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.peer.internal.store.StorageErrors;
import dev.shoal.protocol.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells a file from what may later lie in its place: equal stamps, same content, unless somebody
 * changed it within one tick of the file system's clock or set the clock back. Immutable.
 *
 * @param size bytes
 * @param modifiedNanos time of the last change, nanoseconds since 1970, as precise as the disk's
 * @param fileKey device and inode, or null where there are none (Windows)
 */
public record FileStamp(long size, long modifiedNanos, @Nullable Object fileKey) {
  /**
   * The stamp of the file that is there now. Blocks.
   *
   * @throws StorageException if there is none that can be read, or it is no ordinary file
   */
  public static FileStamp of(Path file) throws StorageException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new StorageException(
            Reason.WRONG_KIND,
            PlainText.of(file.toString())
                + (attributes.isDirectory() ? " is a directory" : " is not an ordinary file"),
            null);
      }
      return new FileStamp(
          attributes.size(),
          attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
          attributes.fileKey());
    } catch (IOException e) {
      throw StorageErrors.explain("reading", file, e);
    }
  }
}
