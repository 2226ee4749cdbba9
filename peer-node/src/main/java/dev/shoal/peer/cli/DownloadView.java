package dev.shoal.peer.cli;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadProgress;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.SourceProgress;
import java.util.concurrent.ExecutionException;

/** Follows a download to its end. */
final class DownloadView {
  /** Of bytes that can't be verified before all of them are here. */
  static final String UNVERIFIED = "received, not verified yet";

  private DownloadView() {}

  /**
   * Shows progress until the download is over.
   *
   * @throws Stopped if a signal came first
   * @throws ExecutionException with what it failed with
   */
  static DownloadResult follow(Download download, StopSignal stop, ProgressView view)
      throws Stopped, ExecutionException, InterruptedException {
    SourceNotes notes = new SourceNotes(view::note);
    return stop.await(
        download.completion(),
        () -> {
          DownloadProgress now = download.progress();
          view.show(progress(now));
          now.sources().forEach(source -> notes.tell(source.problem().orElse(null)));
        });
  }

  private static Progress progress(DownloadProgress now) {
    long sources = now.sources().stream().filter(SourceProgress::connected).count();
    String note =
        switch (now.state()) {
          case CHECKING -> "checking what is there";
          case FINISHING -> "finishing";
          case COMPLETE, FAILED, CANCELLED -> "";
          default -> sources == 1 ? "1 source" : sources + " sources";
        };
    if (now.totalBytes() < 0 && now.fetchedBytes() > 0) {
      note = UNVERIFIED;
    }
    return new Progress(
        now.totalBytes() < 0 ? now.fetchedBytes() : now.verifiedBytes(),
        now.totalBytes(),
        now.bytesPerSecond(),
        now.eta(),
        note);
  }
}
