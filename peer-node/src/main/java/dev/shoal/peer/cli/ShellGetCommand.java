package dev.shoal.peer.cli;

import dev.shoal.peer.Download;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ShoalLink;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private final WantedOptions options = new WantedOptions();

  ShellGetCommand(CommandContext context, NodeSource nodes) {
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
    ShoalLink wanted = wanted(lease);
    Path file = Destination.of(path, wanted);
    Download download = lease.node().download(wanted.fileId(), file, options.download());
    lease.session().ifPresent(session -> session.fetches(download));
    output.result(
        "getting " + PlainText.of(file.toString()),
        new Begun("fetching", wanted.fileId().toString(), file.toString()));
    return ExitCodes.DONE;
  }

  private ShoalLink wanted(NodeLease lease) throws Exception {
    Optional<AccountName> group = options.group();
    return group.isPresent()
        ? options.find(group.get(), lease.groups(), what, stop())
        : WantedOptions.named(checked(() -> Converters.link(what)), lease.node(), path, stop());
  }
}
