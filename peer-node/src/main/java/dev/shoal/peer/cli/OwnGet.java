package dev.shoal.peer.cli;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.PeerNode;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ShoalLink;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fetches by a node of the command's own. For one thread. */
final class OwnGet {
  private final PeerNode node;
  private final GetOptions options;
  private final StopSignal stop;
  private final Output output;
  private @Nullable Download download;

  OwnGet(PeerNode node, GetOptions options, StopSignal stop, Output output) {
    this.node = node;
    this.options = options;
    this.stop = stop;
    this.output = output;
  }

  /** The one file that is fetched; empty before. */
  Optional<Download> download() {
    return Optional.ofNullable(download);
  }

  /**
   * Fetches one file.
   *
   * @param what a file id, a link, or a name
   * @param path as of {@link Destination#of}
   * @throws Stopped if a signal came first
   */
  void file(String what, @Nullable Path path) throws Exception {
    try {
      ShoalLink wanted = find(what);
      Path file = Destination.of(path, WantedOptions.named(wanted, node, path, stop));
      Download begun = begin(wanted, file);
      output.note("Looking for " + PlainText.of(file.toString()) + ".");
      DownloadResult result;
      try (ProgressView view = output.progress("getting " + file.getFileName())) {
        result = DownloadView.follow(begun, stop, view);
      }
      Fetched.complete(begun.fileId(), result).tell(output);
      if (options.isKeepSeeding()) {
        output.note("Serving it to others, Ctrl-C to stop.");
        stop.await(() -> {});
      }
    } catch (Stopped e) {
      throw new Stopped(
          "stopped; what is verified is kept, and the same command goes on from there");
    }
  }

  /** Writes one file to a pipe while it is fetched; what is on disk meanwhile is temporary. */
  void pipe(String what, OutputStream pipe) throws Exception {
    try (Workspace workspace = Workspace.create(null)) {
      ShoalLink wanted = find(what);
      Download begun = begin(wanted, workspace.path(wanted.fileId().toString()));
      DownloadResult result;
      try (ProgressView view = output.progress("getting " + what)) {
        result = Piping.run(begun, pipe, stop, view);
      }
      output.note(Fetched.complete(begun.fileId(), result).totals());
    }
  }

  /**
   * Fetches all files of a list into a directory.
   *
   * @return the highest of their exit codes
   */
  int all(FileList files, Path directory) throws Exception {
    try {
      output.note("Looking for " + files.links().size() + " files.");
      int exitCode =
          new ListFetch(output)
              .follow(node.downloadAll(files.in(directory), options.download()), stop);
      if (options.isKeepSeeding()) {
        output.note("Serving them to others, Ctrl-C to stop.");
        stop.await(() -> {});
      }
      return exitCode;
    } catch (Stopped e) {
      throw new Stopped("stopped; the files that are complete stay");
    }
  }

  private ShoalLink find(String what) throws Exception {
    Optional<AccountName> group = options.wanted().group();
    if (group.isPresent()) {
      return options.wanted().find(group.get(), node.groups(), what, stop);
    }
    return Converters.isName(what)
        ? options.wanted().find(node, what, stop)
        : Converters.link(what);
  }

  private Download begin(ShoalLink wanted, Path file) {
    Download begun = node.download(wanted.fileId(), file, options.download());
    download = begun;
    return begun;
  }
}
