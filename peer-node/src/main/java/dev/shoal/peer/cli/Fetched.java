package dev.shoal.peer.cli;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadProgress;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.FileOutcome;
import dev.shoal.peer.SourceProgress;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.DownloadSummary;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PlainText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a download came to, as {@code --json} prints it; what is not known is left out.
 *
 * @param state {@code complete}, {@code stopped} or {@code failed}
 * @param fileId 64 hex digits
 * @param path of the file
 * @param bytes its length
 * @param fetchedBytes received from sources in this run
 * @param keptBytes verified on disk before
 * @param seconds from the first request to the last verified byte
 * @param sourceCount how many sources gave something
 * @param sources these; none of what the running node has fetched, which knows their number alone
 * @param error one sentence, if it is not complete
 * @param exitCode if it failed
 */
record Fetched(
    String state,
    String fileId,
    String path,
    @Nullable Long bytes,
    long fetchedBytes,
    long keptBytes,
    @Nullable Double seconds,
    int sourceCount,
    List<Source> sources,
    @Nullable String error,
    @Nullable Integer exitCode) {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  /**
   * One source.
   *
   * @param address HOST:PORT, or a URL
   * @param verifiedBytes that came from it
   */
  record Source(String address, long verifiedBytes) {
    private static List<Source> of(List<SourceProgress> sources) {
      return sources.stream()
          .filter(source -> source.verifiedBytes() > 0)
          .map(source -> new Source(source.name(), source.verifiedBytes()))
          .toList();
    }

    private static List<Source> gaveTo(DownloadInfo download) {
      return download.sources().stream()
          .filter(source -> source.verifiedBytes() > 0)
          .map(source -> new Source(source.address(), source.verifiedBytes()))
          .toList();
    }

    @Override
    public String toString() {
      return address + " " + Units.size(verifiedBytes);
    }
  }

  static Fetched complete(FileId fileId, DownloadResult result) {
    List<Source> gave = Source.of(result.sources());
    return new Fetched(
        "complete",
        fileId.toString(),
        result.path().toString(),
        result.length(),
        result.fetchedBytes(),
        result.keptBytes(),
        result.duration().toNanos() / NANOS,
        gave.size(),
        gave,
        null,
        null);
  }

  static Fetched incomplete(Download download, Failure failure) {
    DownloadProgress progress = download.progress();
    List<Source> gave = Source.of(progress.sources());
    return new Fetched(
        failure.state(),
        download.fileId().toString(),
        download.destination().toString(),
        progress.totalBytes() < 0 ? null : progress.totalBytes(),
        progress.fetchedBytes(),
        progress.keptBytes(),
        null,
        gave.size(),
        gave,
        failure.error(),
        failure.exitCode());
  }

  /** Of a node that runs, and has fetched it. */
  static Fetched of(DownloadInfo download) {
    DownloadSummary summary = download.summary();
    String path = pathOf(download);
    long length =
        download.totalBytes() < 0 ? Path.of(path).toFile().length() : download.totalBytes();
    return new Fetched(
        "complete",
        named(download),
        path,
        length,
        summary == null ? 0 : summary.fetchedBytes(),
        summary == null ? length : summary.keptBytes(),
        summary == null ? 0 : summary.durationMillis() / MILLIS,
        summary == null ? 0 : summary.peers() + summary.urls(),
        List.of(),
        null,
        null);
  }

  private static String named(DownloadInfo download) {
    return download.fileId() == null ? download.what() : download.fileId();
  }

  private static String pathOf(DownloadInfo download) {
    return download.path() == null ? download.name() : download.path();
  }

  /** Of a node that runs. */
  static Fetched incomplete(DownloadInfo download, Failure failure) {
    List<Source> gave = Source.gaveTo(download);
    return new Fetched(
        failure.state(),
        named(download),
        pathOf(download),
        download.totalBytes() < 0 ? null : download.totalBytes(),
        download.fetchedBytes(),
        download.keptBytes(),
        null,
        gave.size(),
        gave,
        failure.error(),
        failure.exitCode());
  }

  /** One of many files. */
  static Fetched of(FileOutcome outcome) {
    if (outcome.result() != null) {
      return complete(outcome.fileId(), outcome.result());
    }
    Throwable cause = outcome.failure();
    Failure failure = Failure.of(cause == null ? new IllegalStateException() : cause);
    return new Fetched(
        failure.state(),
        outcome.fileId().toString(),
        outcome.destination().toString(),
        null,
        0,
        0,
        null,
        0,
        List.of(),
        failure.error(),
        failure.exitCode());
  }

  /** The same under the path that a node of the command's own would show for that destination. */
  Fetched at(@Nullable Path destination) {
    Path here = Path.of("").toAbsolutePath();
    Path there = Path.of(path);
    if ((destination != null && destination.isAbsolute()) || !there.startsWith(here)) {
      return this;
    }
    return new Fetched(
        state,
        fileId,
        here.relativize(there).toString(),
        bytes,
        fetchedBytes,
        keptBytes,
        seconds,
        sourceCount,
        sources,
        error,
        exitCode);
  }

  /** Says that it is there; for one that is complete. */
  void tell(Output output) {
    output.result("got " + PlainText.of(path) + " " + bytes, this);
    output.note(totals());
  }

  /** Size, time and rate, what was kept, and who gave the rest; for one that is complete. */
  String totals() {
    long length = bytes == null ? 0 : bytes;
    double time = seconds == null ? 0 : seconds;
    if (length > 0 && keptBytes == length) {
      return Units.size(length) + ", all of it there already";
    }
    StringBuilder text = new StringBuilder(Units.size(length));
    text.append(" in ").append(Units.elapsed(Duration.ofNanos((long) (time * NANOS))));
    if (time > 0 && length > keptBytes) {
      text.append(", ").append(Units.rate((long) ((length - keptBytes) / time)));
    }
    if (keptBytes > 0) {
      text.append(", ").append(Units.size(keptBytes)).append(" of it kept from before");
    }
    if (sourceCount > 0) {
      text.append(", from ").append(sourceCount).append(sourceCount == 1 ? " source" : " sources");
    }
    if (!sources.isEmpty()) {
      text.append(": ");
      text.append(sources.stream().map(Source::toString).collect(Collectors.joining(", ")));
    }
    return text.toString();
  }
}
