package dev.shoal.peer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Turns somebody down. */
@Command(name = "reject", description = "Turns down a user who asked to join; for the owner.")
final class GroupRejectCommand extends NodeCommand {
  @Parameters(index = "0", arity = "1", paramLabel = "GROUP", description = "The group.")
  @SuppressWarnings("NullAway.Init")
  private AccountName group;

  @Parameters(index = "1", arity = "1", paramLabel = "USER", description = "The user.")
  @SuppressWarnings("NullAway.Init")
  private AccountName user;

  GroupRejectCommand(CommandContext context, NodeAccess nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    stop().await(node.groups().reject(group.text(), user.text()), () -> {});
    output.result("rejected " + user + " from " + group, Change.ofMember("rejected", group, user));
    return ExitCodes.DONE;
  }
}
