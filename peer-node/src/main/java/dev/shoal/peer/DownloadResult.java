package dev.shoal.peer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A finished download. Immutable.
 *
 * @param path the file
 * @param length its bytes
 * @param keptBytes found verified on disk at the start, or copied from a file this node shares
 * @param fetchedBytes received from sources in this run, duplicates and bad chunks included
 * @param duration from the first chunk request to the last verified byte
 * @param sources every source that gave something
 */
public record DownloadResult(
    Path path,
    long length,
    long keptBytes,
    long fetchedBytes,
    Duration duration,
    List<SourceProgress> sources) {}
