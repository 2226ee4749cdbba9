package dev.shoal.peer.cli;

import dev.shoal.protocol.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes an invitation. */
@Command(
    name = "invite",
    description = "Makes an invitation code, and the one before ends; for the owner.")
final class GroupInviteCommand extends NodeCommand {
  @Parameters(index = "0", arity = "1", paramLabel = "GROUP", description = "The group.")
  @SuppressWarnings("NullAway.Init")
  private AccountName group;

  GroupInviteCommand(CommandContext context, NodeAccess nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    String code = stop().await(node.groups().invite(group.text()), () -> {});
    output.result(PlainText.of(code), Change.ofInvitation(group, code));
    output.note("Who has it joins by: shoal group join " + group + " CODE");
    return ExitCodes.DONE;
  }
}
