package dev.shoal.peer.cli;

import picocli.CommandLine.Command;

/** Leaves a group. */
@Command(
    name = "leave",
    description = {"Leaves a group.", "What its former member alone shares in it leaves its list."})
final class GroupLeaveCommand extends OneGroupCommand {
  GroupLeaveCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    stop().await(node.groups().leave(group().text()), () -> {});
    output.result("left " + group(), Change.ofGroup("left", group()));
    return ExitCodes.DONE;
  }
}
