package dev.shoal.peer.cli;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.PeerNode;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ShoalLink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches a file in the background of a session, which serves it then. */
@Command(
    name = "get",
    description = {
      "Fetches a file in the background, and serves it to others until the session ends.",
      "downloads shows how far it is; wait waits for it."
    })
final class ShellGetCommand extends NodeCommand {
  @Parameters(
      index = "0",
      arity = "1",
      paramLabel = "FILE_ID|LINK|NAME",
      description =
          "What to fetch: 64 hex digits, or a link shoal:... With --group the file's name there.")
  @SuppressWarnings("NullAway.Init")
  private String what;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DEST",
      description =
          "File to write, or an existing directory to write it in. Default: the name that the link,"
              + " the group, or else the tracker, gives it, made safe, in the current directory.")
  private @Nullable Path path;

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description =
          "Group of yours from whose members alone it is fetched, by its name there. Default: none,"
              + " from whoever shares it with everybody.")
  private @Nullable AccountName group;

  @Option(
      names = "--overwrite",
      description = "Replace a file that is there. Default: fail rather than touch it.")
  private boolean overwrite;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description =
          "How long to wait for somebody to share it, such as 30s, 5m or 1h. Default: 0s, fail at"
              + " once.")
  private Duration waitFor = Duration.ZERO;

  @Mixin private final OrderOptions order = new OrderOptions();

  ShellGetCommand(CommandContext context, NodeAccess nodes) {
    super(context, nodes);
  }

  /**
   * What is printed when it begins.
   *
   * @param state {@code fetching}
   */
  record Begun(String state, String fileId, String path) {}

  @Override
  int run(NodeLease lease, Output output) throws Exception {
    ShoalLink wanted =
        group == null
            ? named(checked(() -> Converters.link(what)), lease.node())
            : GroupFile.find(lease.groups(), group, what, stop());
    DownloadOptions options =
        order
            .applied(DownloadOptions.defaults())
            .withOverwrite(overwrite)
            .withWaitFor(waitFor)
            .withGroup(group == null ? "" : group.text());
    Path file = Destination.of(path, wanted);
    Download download = lease.node().download(wanted.fileId(), file, options);
    lease.session().ifPresent(session -> session.fetches(download));
    output.result(
        "getting " + PlainText.of(file.toString()),
        new Begun("fetching", wanted.fileId().toString(), file.toString()));
    return ExitCodes.DONE;
  }

  private ShoalLink named(ShoalLink link, PeerNode node) throws Stopped, InterruptedException {
    if (link.name() != null || (path != null && !Files.isDirectory(path))) {
      return link;
    }
    try {
      return stop()
          .await(node.find(link.fileId()), () -> {})
          .map(file -> new ShoalLink(link.fileId(), file.name(), link.trackers()))
          .orElse(link);
    } catch (ExecutionException e) {
      return link; // the download itself says what is wrong
    }
  }
}
