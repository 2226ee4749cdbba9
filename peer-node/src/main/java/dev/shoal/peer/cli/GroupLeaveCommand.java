package dev.shoal.peer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Leaves a group. */
@Command(
    name = "leave",
    description = {"Leaves a group.", "What its former member alone shares in it leaves its list."})
final class GroupLeaveCommand extends NodeCommand {
  @Parameters(index = "0", arity = "1", paramLabel = "GROUP", description = "The group.")
  @SuppressWarnings("NullAway.Init")
  private AccountName group;

  GroupLeaveCommand(CommandContext context, NodeAccess nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    stop().await(node.groups().leave(group.text()), () -> {});
    output.result("left " + group, Change.ofGroup("left", group));
    return ExitCodes.DONE;
  }
}
