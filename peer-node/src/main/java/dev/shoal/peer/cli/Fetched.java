package dev.shoal.peer.cli;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadProgress;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.FileOutcome;
import dev.shoal.peer.SourceProgress;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PlainText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
 * @param sources every source that gave something
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

    @Override
    public String toString() {
      return address + " " + Units.size(verifiedBytes);
    }
  }

  static Fetched complete(FileId fileId, DownloadResult result) {
    return new Fetched(
        "complete",
        fileId.toString(),
        result.path().toString(),
        result.length(),
        result.fetchedBytes(),
        result.keptBytes(),
        result.duration().toNanos() / NANOS,
        Source.of(result.sources()),
        null,
        null);
  }

  static Fetched incomplete(Download download, Failure failure) {
    DownloadProgress progress = download.progress();
    return new Fetched(
        failure.state(),
        download.fileId().toString(),
        download.destination().toString(),
        progress.totalBytes() < 0 ? null : progress.totalBytes(),
        progress.fetchedBytes(),
        progress.keptBytes(),
        null,
        Source.of(progress.sources()),
        failure.error(),
        failure.exitCode());
  }

  /** Of a node that runs, and has fetched it. */
  static Fetched of(DownloadInfo download) {
    return of(
        download,
        "complete",
        download.totalBytes(),
        (download.endedMillis() - download.createdMillis()) / MILLIS,
        null);
  }

  /** Of a node that runs. */
  static Fetched incomplete(DownloadInfo download, Failure failure) {
    return of(
        download,
        failure.state(),
        download.totalBytes() < 0 ? null : download.totalBytes(),
        null,
        failure);
  }

  private static Fetched of(
      DownloadInfo download,
      String state,
      @Nullable Long bytes,
      @Nullable Double seconds,
      @Nullable Failure failure) {
    return new Fetched(
        state,
        download.fileId() == null ? download.what() : download.fileId(),
        download.path() == null ? download.name() : download.path(),
        bytes,
        download.fetchedBytes(),
        download.keptBytes(),
        seconds,
        download.sources().stream()
            .filter(source -> source.verifiedBytes() > 0)
            .map(source -> new Source(source.address(), source.verifiedBytes()))
            .toList(),
        failure == null ? null : failure.error(),
        failure == null ? null : failure.exitCode());
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
    StringBuilder text = new StringBuilder(Units.size(length));
    text.append(" in ").append(Units.elapsed(Duration.ofNanos((long) (time * 1e9))));
    if (time > 0 && length > keptBytes) {
      text.append(", ").append(Units.rate((long) ((length - keptBytes) / time)));
    }
    if (keptBytes > 0) {
      text.append(", ").append(Units.size(keptBytes)).append(" of it kept from before");
    }
    if (!sources.isEmpty()) {
      text.append(
          String.format(
              Locale.ROOT, ", from %d source%s: ", sources.size(), sources.size() == 1 ? "" : "s"));
      text.append(sources.stream().map(Source::toString).collect(Collectors.joining(", ")));
    }
    return text.toString();
  }
}
