package dev.shoal.peer.cli;

import dev.shoal.peer.DeniedException;
import dev.shoal.protocol.PlainText;
import picocli.CommandLine.Command;

/** Says who is logged in. */
@Command(name = "whoami", description = "Asks the tracker who is logged in with this node.")
final class WhoamiCommand extends NodeCommand {
  WhoamiCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    stop().await(node.groups().list(), () -> {}); // whoever may ask this is logged in
    String user =
        node.account()
            .user()
            .orElseThrow(() -> new DeniedException("nobody is logged in with this node", null));
    output.result(PlainText.of(user), Change.ofUser("loggedIn", user));
    return ExitCodes.DONE;
  }
}
