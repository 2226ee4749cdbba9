package dev.shoal.peer.service.watch;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells a file from what it was before, or what else may lie in its place. Immutable.
 *
 * @param size bytes
 * @param modifiedNanos time of its last change, nanoseconds since 1970
 * @param key device and inode, or null where there are none (Windows)
 */
record Stamp(long size, long modifiedNanos, @Nullable Object key) {
  static Stamp of(BasicFileAttributes attributes) {
    return new Stamp(
        attributes.size(),
        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
        attributes.fileKey());
  }
}
