package dev.shoal.peer.cli;

import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.NodeService;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Goes on with downloads. */
@Command(
    name = "resume",
    description = "Goes on with downloads that are paused, and tries again what has failed.")
final class ResumeCommand extends DownloadChangeCommand {
  ResumeCommand(CommandContext context) {
    super(context, "resumed");
  }

  @Override
  CompletableFuture<DownloadInfo> change(NodeService service, String id) {
    return service.resume(id);
  }
}
