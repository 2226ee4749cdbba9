package dev.shoal.peer.cli;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.DownloadRequest;
import dev.shoal.peer.service.ErrorKind;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.Problem;
import dev.shoal.protocol.PlainText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Has the node that runs fetch a file, and follows it to the end. */
final class NodeGet {
  private static final Problem NOBODY_YET = new Problem("not-found", "nobody shares it yet");

  private final NodeService service;
  private final StopSignal stop;
  private final Output output;
  private @Nullable Polling<DownloadInfo> polling;
  private OwnWait wait = new OwnWait(-1, false, System::nanoTime);

  /** Whether somebody had asked for it before. */
  private boolean joined;

  NodeGet(NodeService service, StopSignal stop, Output output) {
    this.service = service;
    this.stop = stop;
    this.output = output;
  }

  /**
   * Begins. Where the node may not write to the current directory, what is looked up by its name
   * and was given no place goes to the node's download directory.
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
      if (!(Sentence.unwrap(e) instanceof DeniedException)) {
        throw e;
      }
      if (lookedUp && path == null) {
        output.note("To the node's download directory: " + Sentence.of(e) + ".");
        return Optional.of(begin(options.request(what, "")));
      }
      output.note("Not by the running node: " + Sentence.of(e) + ".");
      return Optional.empty();
    }
  }

  private DownloadInfo begin(DownloadRequest request)
      throws Stopped, ExecutionException, InterruptedException {
    long askedMillis = System.currentTimeMillis();
    DownloadInfo begun = stop.await(service.addDownload(request), () -> {});
    joined = begun.createdMillis() < askedMillis;
    wait = new OwnWait(request.waitSeconds(), joined, System::nanoTime);
    output.note("Looking for " + PlainText.of(begun.name()) + ", by the running node.");
    return begun;
  }

  /**
   * Shows progress until it is over, or the command has waited as long as it was to.
   *
   * @throws Stopped if a signal came first; the node goes on
   * @throws ShoalException with what it failed with
   */
  Fetched follow(DownloadInfo begun)
      throws Stopped, ExecutionException, InterruptedException, ShoalException {
    OwnWait own = wait;
    Polling<DownloadInfo> now =
        new Polling<>(
            begun,
            () -> service.download(begun.id()),
            info -> info.isOver() || own.isUp(info) || isAmbiguous(info));
    polling = now;
    DownloadInfo over;
    try (ProgressView view = output.progress("getting " + begun.name())) {
      SourceNotes notes = new SourceNotes(view::note);
      WaitReasons reasons = new WaitReasons(view::note);
      reasons.tell(begun);
      over =
          stop.await(
              now.over(),
              () -> {
                DownloadInfo latest = now.latest();
                view.show(progress(latest));
                reasons.tell(latest);
                latest.sources().forEach(source -> notes.tell(source.problem()));
              });
    } catch (ExecutionException e) {
      if (Sentence.unwrap(e) instanceof UnreachableException gone) {
        throw new UnreachableException(
            gone.getMessage() + "; when it is started again, it goes on with it", e);
      }
      if (Sentence.unwrap(e) instanceof NotFoundException) {
        throw dropped(now.latest());
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
    Problem problem = over.problem();
    if (joined && !over.isOver()) {
      Problem why = problem == null ? NOBODY_YET : problem;
      throw Troubles.of(
          new Problem(
              why.code(),
              why.message()
                  + "; the running node goes on waiting for it, until 'shoal cancel "
                  + over.id()
                  + "'"));
    }
    if (over.verifiedBytes() <= 0) {
      forget(over); // there is nothing to go on with
    }
    throw Troubles.of(problem);
  }

  /** Whether it waits until only one file has the name that was asked for, as it may for ever. */
  private static boolean isAmbiguous(DownloadInfo info) {
    Problem problem = info.problem();
    return info.state() == DownloadInfo.State.WAITING
        && info.fileId() == null
        && problem != null
        && ErrorKind.of(problem.code()) == ErrorKind.CONFLICT;
  }

  private void forget(DownloadInfo over) throws Stopped, InterruptedException {
    try {
      stop.await(service.cancel(over.id()), () -> {});
    } catch (ExecutionException e) {
      // What it failed with is what matters; another command that followed it may have been first.
    }
  }

  /** What to say of one that the node has forgotten: the last that was known. */
  private static ShoalException dropped(DownloadInfo latest) {
    String gone = "somebody has cancelled it";
    Problem problem = latest.problem();
    return problem == null
        ? new ShoalException(gone, null)
        : Troubles.of(new Problem(problem.code(), problem.message() + "; " + gone));
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
    if (now.totalBytes() < 0 && now.fetchedBytes() > 0) {
      note = DownloadView.UNVERIFIED;
    }
    return new Progress(
        now.totalBytes() < 0 ? now.fetchedBytes() : now.verifiedBytes(),
        now.totalBytes(),
        now.bytesPerSecond(),
        now.etaSeconds() < 0 ? null : Duration.ofSeconds(now.etaSeconds()),
        note);
  }
}
