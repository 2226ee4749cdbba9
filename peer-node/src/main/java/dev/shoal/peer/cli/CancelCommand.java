package dev.shoal.peer.cli;

import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.NodeService;
import dev.shoal.protocol.PlainText;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Gives downloads up. */
@Command(
    name = "cancel",
    description = {
      "Gives downloads of this node up, and deletes what was fetched of them.",
      "One that is over is only taken off the list; its file stays."
    })
final class CancelCommand extends DownloadChangeCommand {
  CancelCommand(CommandContext context) {
    super(context, "cancelled");
  }

  @Override
  CompletableFuture<DownloadInfo> change(NodeService service, String id) {
    return service.cancel(id);
  }

  @Override
  String told(DownloadInfo changed) {
    return changed.state() == DownloadInfo.State.COMPLETE
        ? "off the list: " + PlainText.of(changed.name()) + "; the file stays"
        : super.told(changed);
  }
}
