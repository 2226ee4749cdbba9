package dev.shoal.peer.cli;

import dev.shoal.protocol.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops sharing in a group. */
@Command(
    name = "unshare",
    description = {
      "Takes one's part in a file of a group back.",
      "It leaves the group's list when nobody else shares it there. Every process of one's own"
          + " that shares it there stops: this one at once, others within a minute."
    })
final class UnshareCommand extends OneGroupCommand {
  @Parameters(
      index = "1",
      arity = "1",
      paramLabel = "NAME",
      description = "The file's name in the group.")
  @SuppressWarnings("NullAway.Init")
  private String name;

  UnshareCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    boolean gone = stop().await(node.groups().unshare(group().text(), name), () -> {});
    output.result(
        "unshared " + PlainText.of(name) + " in " + group(),
        Change.ofFile("unshared", group(), name, gone));
    if (!gone) {
      output.note("Others share it there still.");
    }
    if (node.session().isEmpty()) {
      output.note("Where you share it by another process, it is served a minute longer at most.");
    }
    return ExitCodes.DONE;
  }
}
