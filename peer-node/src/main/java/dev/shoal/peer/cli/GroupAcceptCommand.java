package dev.shoal.peer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes somebody in. */
@Command(name = "accept", description = "Takes in a user who asked to join; for the owner.")
final class GroupAcceptCommand extends NodeCommand {
  @Parameters(index = "0", arity = "1", paramLabel = "GROUP", description = "The group.")
  @SuppressWarnings("NullAway.Init")
  private AccountName group;

  @Parameters(index = "1", arity = "1", paramLabel = "USER", description = "The user.")
  @SuppressWarnings("NullAway.Init")
  private AccountName user;

  GroupAcceptCommand(CommandContext context, NodeAccess nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    stop().await(node.groups().accept(group.text(), user.text()), () -> {});
    output.result("accepted " + user + " in " + group, Change.ofMember("accepted", group, user));
    return ExitCodes.DONE;
  }
}
