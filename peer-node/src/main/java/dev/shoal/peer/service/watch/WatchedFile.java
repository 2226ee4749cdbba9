package dev.shoal.peer.service.watch;

import java.nio.file.Path;

/**
 * A file of a watched folder that has stopped changing. Immutable.
 *
 * @param path where it lies, absolute; no symbolic link
 * @param name what others are to see: its path inside the folder, with {@code /} between the parts
 * @param size bytes, as it was seen
 * @param modifiedNanos time of its last change as it was seen, nanoseconds since 1970
 */
public record WatchedFile(Path path, String name, long size, long modifiedNanos) {}
