package dev.shoal.peer.cli;

import dev.shoal.peer.GroupMember;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists requests. */
@Command(name = "requests", description = "Lists who asked to join a group; for the owner.")
final class GroupRequestsCommand extends OneGroupCommand {
  GroupRequestsCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    List<GroupMember> requests = stop().await(node.groups().requests(group().text()), () -> {});
    if (requests.isEmpty()) {
      output.note("Nobody waits to join " + group() + ".");
    } else {
      MemberLines.print(output, requests);
    }
    return ExitCodes.DONE;
  }
}
