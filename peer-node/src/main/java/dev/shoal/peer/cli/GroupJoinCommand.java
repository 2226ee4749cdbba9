package dev.shoal.peer.cli;

import dev.shoal.peer.GroupRole;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Joins a group. */
@Command(name = "join", description = "Joins a group, or asks its owner to be let in.")
final class GroupJoinCommand extends OneGroupCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "CODE",
      description = "The invitation's code, where one is needed. Default: none.")
  private String code = "";

  GroupJoinCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    GroupRole role = stop().await(node.groups().join(group().text(), code), () -> {});
    if (role == GroupRole.REQUESTED) {
      output.result("requested to join " + group(), Change.ofGroup("requested", group()));
      output.note("The owner has to accept it.");
    } else {
      output.result("joined " + group(), Change.ofGroup("joined", group()));
    }
    return ExitCodes.DONE;
  }
}
