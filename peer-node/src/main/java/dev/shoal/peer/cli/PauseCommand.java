package dev.shoal.peer.cli;

import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.NodeService;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Pauses downloads. */
@Command(
    name = "pause",
    description =
        "Stops downloads of this node; what is verified is kept, and they stay paused until resumed.")
final class PauseCommand extends DownloadChangeCommand {
  PauseCommand(CommandContext context) {
    super(context, "paused");
  }

  @Override
  CompletableFuture<DownloadInfo> change(NodeService service, String id) {
    return service.pause(id);
  }
}
