package dev.shoal.peer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Puts somebody out. */
@Command(
    name = "remove",
    description = {
      "Puts a member out; for the owner.",
      "What the former member alone shares in the group leaves its list."
    })
final class GroupRemoveCommand extends NodeCommand {
  @Parameters(index = "0", arity = "1", paramLabel = "GROUP", description = "The group.")
  @SuppressWarnings("NullAway.Init")
  private AccountName group;

  @Parameters(index = "1", arity = "1", paramLabel = "USER", description = "The user.")
  @SuppressWarnings("NullAway.Init")
  private AccountName user;

  GroupRemoveCommand(CommandContext context, NodeAccess nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    stop().await(node.groups().remove(group.text(), user.text()), () -> {});
    output.result("removed " + user + " from " + group, Change.ofMember("removed", group, user));
    return ExitCodes.DONE;
  }
}
