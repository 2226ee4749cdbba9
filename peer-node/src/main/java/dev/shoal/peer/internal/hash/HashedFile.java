package dev.shoal.peer.internal.hash;

import dev.shoal.protocol.Manifest;
import java.nio.file.Path;

/**
 * A file on disk, hashed.
 *
 * @param path as it was given
 * @param stamp of the very file that was hashed
 * @param manifest in the finest chunks that its length allows
 */
public record HashedFile(Path path, FileStamp stamp, Manifest manifest) {}
