package dev.shoal.peer.internal.download;

import dev.shoal.peer.DownloadProgress;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.DownloadState;
import dev.shoal.peer.SourceProgress;
import dev.shoal.peer.internal.schedule.RateMeter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts what a download received, in all and from each source. A plain object of one thread. */
final class Tally {
  private static final class Source {
    final RateMeter rate = new RateMeter();
    long verified;

    /** How many connections are in use that count here. */
    int connections;
  }

  private final Map<SourceId, Source> sources = new LinkedHashMap<>();
  private final RateMeter rate = new RateMeter();
  private long fetched;
  private long verified;
  private long kept;
  private long firstRequestNanos;
  private long lastVerifiedNanos;
  private boolean requested;

  /** Bytes that were found on disk count as verified. */
  void kept(long bytes) {
    kept += bytes;
    verified += bytes;
  }

  void connected(SourceId id, boolean value) {
    Source source = sources.computeIfAbsent(id, unknown -> new Source());
    source.connections += value ? 1 : -1;
    if (source.connections == 0 && source.verified == 0) {
      sources.remove(id); // those that come and give nothing are not remembered
    }
  }

  void requested(long nowNanos) {
    if (!requested) {
      requested = true;
      firstRequestNanos = nowNanos;
      lastVerifiedNanos = nowNanos;
    }
  }

  void arrived(SourceId id, long bytes, long nowNanos) {
    fetched += bytes;
    rate.add(bytes, nowNanos);
    Source source = sources.get(id);
    if (source != null) {
      source.rate.add(bytes, nowNanos);
    }
  }

  void verified(SourceId id, long bytes, long nowNanos) {
    verified += bytes;
    lastVerifiedNanos = nowNanos;
    sources.computeIfAbsent(id, unknown -> new Source()).verified += bytes;
  }

  /** Bytes that were found on disk. */
  long keptBytes() {
    return kept;
  }

  /** Whether a source has given anything good. */
  boolean hasDelivered() {
    return verified > kept;
  }

  /** Bytes received from sources. */
  long fetchedBytes() {
    return fetched;
  }

  /** Bytes on disk that match the manifest. */
  long verifiedBytes() {
    return verified;
  }

  long bytesPerSecond(long nowNanos) {
    return (long) rate.bytesPerSecond(nowNanos);
  }

  /** From the first request to the last verified byte. */
  long elapsedNanos() {
    return requested ? lastVerifiedNanos - firstRequestNanos : 0;
  }

  /**
   * All of it, for those who look on.
   *
   * @param total the file's length, or -1 while it is not known
   * @param problems why sources are not used now
   */
  DownloadProgress progress(
      DownloadState state, long total, Map<SourceId, String> problems, long nowNanos) {
    long rate = bytesPerSecond(nowNanos);
    long left = total - verified;
    Duration eta = total < 0 || rate == 0 ? null : Duration.ofSeconds((left + rate - 1) / rate);
    return new DownloadProgress(
        state, total, verified, kept, fetched, rate, eta, sources(problems, nowNanos));
  }

  /** What there is to say at the end. */
  DownloadResult result(Path file, long nowNanos) {
    return new DownloadResult(
        file,
        verified,
        kept,
        fetched,
        Duration.ofNanos(elapsedNanos()),
        sources(Map.of(), nowNanos));
  }

  /** Those that gave something or are connected, in the order they came, then those that can't. */
  List<SourceProgress> sources(Map<SourceId, String> problems, long nowNanos) {
    List<SourceProgress> list = new ArrayList<>();
    Map<SourceId, String> others = new LinkedHashMap<>(problems);
    sources.forEach(
        (id, source) -> {
          if (source.connections > 0 || source.verified > 0) {
            list.add(
                new SourceProgress(
                    id.address(),
                    id.url(),
                    source.verified,
                    (long) source.rate.bytesPerSecond(nowNanos),
                    source.connections > 0,
                    Optional.ofNullable(others.remove(id))));
          }
        });
    others.forEach(
        (id, problem) ->
            list.add(
                new SourceProgress(id.address(), id.url(), 0, 0, false, Optional.of(problem))));
    return list;
  }
}
