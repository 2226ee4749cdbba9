package dev.shoal.peer.cli;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.DownloadRequest;
import dev.shoal.peer.service.NodeService;
import dev.shoal.protocol.PlainText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Has the node that runs fetch a file, and follows it to the end. */
final class NodeGet {
  private final NodeService service;
  private final StopSignal stop;
  private final Output output;
  private @Nullable Polling<DownloadInfo> polling;

  NodeGet(NodeService service, StopSignal stop, Output output) {
    this.service = service;
    this.stop = stop;
    this.output = output;
  }

  /**
   * Begins. Where the node may not write to the place that was named or meant, a name that it alone
   * can look up goes to its download directory.
   *
   * @param what a file id, a link, or a name
   * @param path as of {@link Destination#of}
   * @return empty if the command has to fetch it by itself
   * @throws ExecutionException with why the node does not take it
   */
  Optional<DownloadInfo> begin(GetOptions options, String what, @Nullable Path path)
      throws Stopped, ExecutionException, InterruptedException {
    boolean lookedUp = !options.isInGroup() && Converters.isName(what);
    Path to = (path == null ? Path.of("") : path).toAbsolutePath().normalize();
    try {
      return Optional.of(begin(options.request(what, to.toString())));
    } catch (ExecutionException e) {
      if (!(Sentence.unwrap(e) instanceof DeniedException) || (lookedUp && path != null)) {
        throw e;
      }
      if (lookedUp) {
        output.note("To the node's download directory: " + Sentence.of(e) + ".");
        return Optional.of(begin(options.request(what, "")));
      }
      output.note("Not by the running node: " + Sentence.of(e) + ".");
      return Optional.empty();
    }
  }

  private DownloadInfo begin(DownloadRequest request)
      throws Stopped, ExecutionException, InterruptedException {
    DownloadInfo begun = stop.await(service.addDownload(request), () -> {});
    output.note("Looking for " + PlainText.of(begun.name()) + ", by the running node.");
    return begun;
  }

  /**
   * Shows progress until it is over.
   *
   * @throws Stopped if a signal came first; the node goes on
   * @throws ShoalException with what it failed with
   */
  Fetched follow(DownloadInfo begun)
      throws Stopped, ExecutionException, InterruptedException, ShoalException {
    Polling<DownloadInfo> now =
        new Polling<>(begun, () -> service.download(begun.id()), DownloadInfo::isOver);
    polling = now;
    DownloadInfo over;
    try (ProgressView view = output.progress("getting " + begun.name())) {
      over = stop.await(now.over(), () -> view.show(progress(now.latest())));
    } catch (ExecutionException e) {
      if (Sentence.unwrap(e) instanceof UnreachableException gone) {
        throw new UnreachableException(
            gone.getMessage() + "; when it is started again, it goes on with it", e);
      }
      throw e;
    } catch (Stopped e) {
      throw new Stopped(
          "stopped watching; the running node goes on with it: 'shoal downloads' shows how far it"
              + " is, 'shoal cancel "
              + begun.id()
              + "' gives it up");
    }
    if (over.state() == DownloadInfo.State.COMPLETE) {
      return Fetched.of(over);
    }
    if (over.state() == DownloadInfo.State.CANCELLED) {
      throw new ShoalException("somebody has cancelled it", null);
    }
    if (over.verifiedBytes() <= 0) {
      stop.await(service.cancel(over.id()), () -> {}); // there is nothing to go on with
    }
    throw Troubles.of(over.problem());
  }

  /** What it has come to; empty if it has not begun. */
  Optional<DownloadInfo> latest() {
    return Optional.ofNullable(polling).map(Polling::latest);
  }

  private static Progress progress(DownloadInfo now) {
    String note =
        switch (now.state()) {
          case WAITING -> "waiting for somebody who has it";
          case QUEUED -> "waiting for its turn";
          case CHECKING -> "checking what is there";
          case PAUSED -> "paused";
          case FINISHING -> "finishing";
          case COMPLETE, FAILED, CANCELLED -> "";
          case DOWNLOADING -> now.sourceCount() == 1 ? "1 source" : now.sourceCount() + " sources";
        };
    return new Progress(
        now.totalBytes() < 0 ? now.fetchedBytes() : now.verifiedBytes(),
        now.totalBytes(),
        now.bytesPerSecond(),
        now.etaSeconds() < 0 ? null : Duration.ofSeconds(now.etaSeconds()),
        note);
  }
}
