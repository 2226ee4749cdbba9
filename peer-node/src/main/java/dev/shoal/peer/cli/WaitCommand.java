package dev.shoal.peer.cli;

import java.util.Optional;
import picocli.CommandLine.Command;

/** Waits for a session's downloads. */
@Command(name = "wait", description = "Waits until all downloads of this session are over.")
final class WaitCommand extends NodeCommand {
  WaitCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease lease, Output output) throws Exception {
    Optional<Session> session = lease.session();
    if (session.isPresent()) {
      stop().await(session.get().over(), () -> {});
      return session.get().report(output);
    }
    return ExitCodes.DONE;
  }
}
