package dev.shoal.peer;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A download at one moment. Immutable.
 *
 * @param state where it stands
 * @param totalBytes the file's length, or -1 while the manifest is not known
 * @param verifiedBytes on disk and matching the manifest, those kept from earlier runs included
 * @param keptBytes of these, found on disk at the start
 * @param fetchedBytes received from sources in this run, duplicates and bad chunks included
 * @param bytesPerSecond received lately
 * @param eta time left at this rate; null while unknown
 * @param sources every source that gave something or is in use, and every URL that can't be
 */
public record DownloadProgress(
    DownloadState state,
    long totalBytes,
    long verifiedBytes,
    long keptBytes,
    long fetchedBytes,
    long bytesPerSecond,
    @Nullable Duration eta,
    List<SourceProgress> sources) {}
