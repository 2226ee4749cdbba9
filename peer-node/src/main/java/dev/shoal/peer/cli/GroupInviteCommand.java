package dev.shoal.peer.cli;

import dev.shoal.protocol.PlainText;
import picocli.CommandLine.Command;

/** Makes an invitation. */
@Command(
    name = "invite",
    description = "Makes an invitation code, and the one before ends; for the owner.")
final class GroupInviteCommand extends OneGroupCommand {
  GroupInviteCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    String code = stop().await(node.groups().invite(group().text()), () -> {});
    output.result(PlainText.of(code), Change.ofInvitation(group(), code));
    output.note("Who has it joins by: shoal group join " + group() + " CODE");
    return ExitCodes.DONE;
  }
}
