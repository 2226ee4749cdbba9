package dev.shoal.peer.cli;

import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.NodeStatus;
import dev.shoal.peer.service.ServiceJson;
import java.time.Instant;
import picocli.CommandLine.Command;

/** Shows how a node is. */
@Command(
    name = "status",
    description =
        "Shows whether this node runs, whom it is known to, what it shares and fetches, and how"
            + " fast.")
final class StatusCommand extends ServiceCommand {
  StatusCommand(CommandContext context) {
    super(context);
  }

  @Override
  int run(NodeService service, Output output) throws Exception {
    NodeStatus status = answer(service.status());
    output.line(StatusText.of(status, Instant.now()), ServiceJson.write(status));
    if (!status.running()) {
      output.note("To start it: shoal node");
    }
    return ExitCodes.DONE;
  }
}
