package dev.shoal.peer.cli;

import picocli.CommandLine.Command;

/** Lists members. */
@Command(name = "members", description = "Lists who belongs to a group; for members.")
final class GroupMembersCommand extends OneGroupCommand {
  GroupMembersCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    MemberLines.print(output, stop().await(node.groups().members(group().text()), () -> {}));
    return ExitCodes.DONE;
  }
}
