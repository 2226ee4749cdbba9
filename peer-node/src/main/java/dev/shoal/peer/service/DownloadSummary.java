package dev.shoal.peer.service;

import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.SourceProgress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a file was fetched, in the run that completed it. Immutable.
 *
 * @param peers that gave something
 * @param urls of web servers that gave something
 * @param keptBytes that were there from earlier runs
 * @param fetchedBytes received, whatever became of them
 * @param durationMillis from the first request to the last verified byte
 * @param bytesPerSecond received on average; 0 if nothing was
 */
public record DownloadSummary(
    int peers,
    int urls,
    long keptBytes,
    long fetchedBytes,
    long durationMillis,
    long bytesPerSecond) {
  static DownloadSummary of(DownloadResult result) {
    List<SourceProgress> gave =
        result.sources().stream().filter(source -> source.verifiedBytes() > 0).toList();
    int urls = (int) gave.stream().filter(source -> source.url().isPresent()).count();
    long millis = Math.max(0, result.duration().toMillis());
    double perSecond =
        (double) result.fetchedBytes() * TimeUnit.SECONDS.toMillis(1) / Math.max(1, millis);
    return new DownloadSummary(
        gave.size() - urls,
        urls,
        result.keptBytes(),
        result.fetchedBytes(),
        millis,
        Math.round(perSecond));
  }
}
