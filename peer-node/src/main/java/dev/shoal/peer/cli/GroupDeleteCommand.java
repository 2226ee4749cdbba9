package dev.shoal.peer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a group. */
@Command(
    name = "delete",
    description =
        "Ends a group, and its list of files; for the owner and for administrators. The files stay"
            + " where they are.")
final class GroupDeleteCommand extends OneGroupCommand {
  @Mixin private final Confirmation confirmation = new Confirmation();

  GroupDeleteCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    String question = "Delete the group " + group() + " and its list of files?";
    if (!checked(() -> confirmation.isMeant(question, context()))) {
      output.note("Nothing is deleted.");
      return ExitCodes.FAILED;
    }
    stop().await(node.groups().delete(group().text()), () -> {});
    output.result("deleted group " + group(), Change.ofGroup("deleted", group()));
    return ExitCodes.DONE;
  }
}
