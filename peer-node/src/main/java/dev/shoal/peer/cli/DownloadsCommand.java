package dev.shoal.peer.cli;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadProgress;
import dev.shoal.peer.SourceProgress;
import dev.shoal.protocol.PlainText;
import java.util.List;
import picocli.CommandLine.Command;

/** Shows a session's downloads. */
@Command(name = "downloads", description = "Shows this session's downloads, and how far each is.")
final class DownloadsCommand extends NodeCommand {
  private static final String FORM = "%-9s  %5s  %10s  %11s  %7s  %s";

  DownloadsCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  /**
   * One line of {@code downloads --json}.
   *
   * @param state of the download, such as {@code downloading}
   * @param bytes in all; -1 as long as that is not known
   * @param verifiedBytes that are here
   * @param sources connected now
   */
  record Line(
      String state,
      String fileId,
      String path,
      long bytes,
      long verifiedBytes,
      long bytesPerSecond,
      long sources) {
    static Line of(Download download) {
      DownloadProgress now = download.progress();
      return new Line(
          Words.of(now.state()),
          download.fileId().toString(),
          download.destination().toString(),
          now.totalBytes(),
          now.verifiedBytes(),
          now.bytesPerSecond(),
          now.sources().stream().filter(SourceProgress::connected).count());
    }

    private String percent() {
      if (bytes < 0) {
        return "?";
      }
      return (bytes == 0 ? 100 : (int) (100.0 * verifiedBytes / bytes)) + "%";
    }

    private String text() {
      return String.format(
          FORM,
          state,
          percent(),
          bytes < 0 ? "?" : Units.size(bytes),
          Units.rate(bytesPerSecond),
          sources,
          PlainText.of(path));
    }
  }

  @Override
  int run(NodeLease lease, Output output) {
    List<Download> downloads = lease.session().map(Session::downloads).orElse(List.of());
    if (downloads.isEmpty()) {
      output.note("There are no downloads.");
      return ExitCodes.DONE;
    }
    output.text(String.format(FORM, "STATE", "DONE", "SIZE", "RATE", "SOURCES", "PATH"));
    for (Download download : downloads) {
      Line line = Line.of(download);
      output.result(line.text(), line);
    }
    return ExitCodes.DONE;
  }
}
