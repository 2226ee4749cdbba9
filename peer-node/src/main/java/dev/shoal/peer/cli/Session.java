package dev.shoal.peer.cli;

import dev.shoal.peer.Download;
import dev.shoal.peer.SharedFile;
import dev.shoal.protocol.PlainText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What a shell's node does in the background. For one thread. */
final class Session {
  private final List<Download> downloads = new ArrayList<>();
  private final List<Download> underWay = new ArrayList<>();
  private final List<SharedFile> shares = new ArrayList<>();
  private boolean ending;

  /** Fetches a file from now on. */
  void fetches(Download download) {
    downloads.add(download);
    underWay.add(download);
  }

  /** All downloads so far, the first one's first. */
  List<Download> downloads() {
    return List.copyOf(downloads);
  }

  /** Completes, in any case normally, when all downloads so far are over. */
  CompletableFuture<Void> over() {
    return CompletableFuture.allOf(
            underWay.stream().map(Download::completion).toArray(CompletableFuture<?>[]::new))
        .handle((all, failure) -> null);
  }

  /** Whether a download is under way. */
  boolean isFetching() {
    return underWay.stream().anyMatch(download -> !download.completion().isDone());
  }

  /** Shares a file from now on. */
  void shares(SharedFile file) {
    shares.add(file);
  }

  /** The session wants to end: whether it was told so before, with downloads under way. */
  boolean confirmsEnd() {
    boolean confirmed = ending || !isFetching();
    ending = true;
    return confirmed;
  }

  /**
   * Tells what has come to its end since it was last asked.
   *
   * @return the exit code of the first that failed
   */
  int report(Output output) {
    int exitCode = ExitCodes.DONE;
    for (Iterator<Download> each = underWay.iterator(); each.hasNext(); ) {
      Download download = each.next();
      if (download.completion().isDone()) {
        each.remove();
        int code = report(download, output);
        exitCode = exitCode == ExitCodes.DONE ? code : exitCode;
      }
    }
    int code = Shares.dropEnded(shares, output).orElse(ExitCodes.DONE);
    return exitCode == ExitCodes.DONE ? code : exitCode;
  }

  private static int report(Download download, Output output) {
    try {
      Fetched fetched = Fetched.complete(download.fileId(), download.completion().join());
      output.result("got " + PlainText.of(fetched.path()) + " " + fetched.bytes(), fetched);
      return ExitCodes.DONE;
    } catch (CompletionException | CancellationException e) {
      output.failure(e, Fetched.incomplete(download, Failure.of(e)));
      return ExitCodes.of(e);
    }
  }
}
