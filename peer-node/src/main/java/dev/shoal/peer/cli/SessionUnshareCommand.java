package dev.shoal.peer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops sharing in a group, within a session. */
@Command(
    name = "unshare",
    description = {
      "Takes one's part in a file of a group back.",
      "It leaves the group's list when nobody else shares it there. Every process of one's own"
          + " that shares it there stops: this one at once, others within a minute."
    })
final class SessionUnshareCommand extends OneGroupCommand {
  @Parameters(
      index = "1",
      arity = "1",
      paramLabel = "NAME",
      description = "The file's name in the group.")
  @SuppressWarnings("NullAway.Init")
  private String name;

  SessionUnshareCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    UnshareCommand.unshare(node, group(), name, stop(), output);
    return ExitCodes.DONE;
  }
}
