package dev.shoal.peer.cli;

import picocli.CommandLine.Parameters;

/** A command about a group that there is. */
abstract class OneGroupCommand extends NodeCommand {
  @Parameters(index = "0", arity = "1", paramLabel = "GROUP", description = "The group.")
  @SuppressWarnings("NullAway.Init")
  private AccountName group;

  OneGroupCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  final AccountName group() {
    return group;
  }
}
