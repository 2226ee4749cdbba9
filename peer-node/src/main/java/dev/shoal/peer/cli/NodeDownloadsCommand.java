package dev.shoal.peer.cli;

import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.ServiceJson;
import dev.shoal.protocol.PlainText;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;

/** Lists what a node downloads. */
@Command(name = "downloads", description = "Lists the downloads of this node, and how far each is.")
final class NodeDownloadsCommand extends ServiceCommand {
  private static final int WHOLE = 100;

  NodeDownloadsCommand(CommandContext context) {
    super(context);
  }

  @Override
  int run(NodeService service, Output output) throws Exception {
    List<DownloadInfo> downloads = answer(service.downloads());
    if (downloads.isEmpty()) {
      output.note("There are no downloads: 'shoal get ID' fetches a file.");
      return ExitCodes.DONE;
    }
    Table table = new Table("ID", "STATE", "DONE", "SIZE", "RATE", "LEFT", "SOURCES", "NAME");
    for (DownloadInfo download : downloads) {
      table.add(
          download.id(),
          ServiceJson.word(download.state()),
          done(download),
          download.totalBytes() < 0 ? "?" : Units.size(download.totalBytes()),
          download.isOver() ? "" : Units.rate(download.bytesPerSecond()),
          download.etaSeconds() < 0 || download.isOver()
              ? ""
              : Units.duration(Duration.ofSeconds(download.etaSeconds())),
          download.isOver() ? "" : Integer.toString(download.sourceCount()),
          name(download));
    }
    output.text(table.head());
    for (int i = 0; i < downloads.size(); i++) {
      output.line(table.row(i), ServiceJson.write(downloads.get(i)));
    }
    return ExitCodes.DONE;
  }

  private static String done(DownloadInfo download) {
    long total = download.totalBytes();
    if (total < 0) {
      return "?";
    }
    return (total == 0 ? WHOLE : WHOLE * download.verifiedBytes() / total) + "%";
  }

  private static String name(DownloadInfo download) {
    String name = PlainText.of(download.name());
    if (download.problem() != null) {
      return name + ": " + PlainText.of(download.problem().message());
    }
    if (download.isOver()) {
      return name;
    }
    String received =
        download.totalBytes() < 0 && download.fetchedBytes() > 0
            ? ": " + Units.size(download.fetchedBytes()) + " " + DownloadView.UNVERIFIED
            : "";
    String useless =
        download.sources().stream()
            .map(DownloadInfo.SourceInfo::problem)
            .filter(Objects::nonNull)
            .findFirst()
            .map(problem -> "; not used as a source now: " + PlainText.of(problem))
            .orElse("");
    return name + received + useless;
  }
}
