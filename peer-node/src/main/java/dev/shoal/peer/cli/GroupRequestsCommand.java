package dev.shoal.peer.cli;

import dev.shoal.peer.GroupMember;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists requests. */
@Command(name = "requests", description = "Lists who asked to join a group; for the owner.")
final class GroupRequestsCommand extends NodeCommand {
  @Parameters(index = "0", arity = "1", paramLabel = "GROUP", description = "The group.")
  @SuppressWarnings("NullAway.Init")
  private AccountName group;

  GroupRequestsCommand(CommandContext context, NodeAccess nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    List<GroupMember> requests = stop().await(node.groups().requests(group.text()), () -> {});
    if (requests.isEmpty()) {
      output.note("Nobody waits to join " + group + ".");
    } else {
      MemberLines.print(output, requests);
    }
    return ExitCodes.DONE;
  }
}
