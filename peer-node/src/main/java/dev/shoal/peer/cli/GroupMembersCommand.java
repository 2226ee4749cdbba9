package dev.shoal.peer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists members. */
@Command(name = "members", description = "Lists who belongs to a group; for members.")
final class GroupMembersCommand extends NodeCommand {
  @Parameters(index = "0", arity = "1", paramLabel = "GROUP", description = "The group.")
  @SuppressWarnings("NullAway.Init")
  private AccountName group;

  GroupMembersCommand(CommandContext context, NodeAccess nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    MemberLines.print(output, stop().await(node.groups().members(group.text()), () -> {}));
    return ExitCodes.DONE;
  }
}
