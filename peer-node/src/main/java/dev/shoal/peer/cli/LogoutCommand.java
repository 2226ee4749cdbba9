package dev.shoal.peer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Logs out. */
@Command(
    name = "logout",
    description = "Ends this node's login, here even when the tracker is not reached.")
final class LogoutCommand extends NodeCommand {
  @Option(
      names = "--everywhere",
      fallbackValue = "true",
      description = "End all logins of the account, on whatever node. Default: this node's.")
  private boolean everywhere;

  LogoutCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    stop().await(node.account().logout(everywhere), () -> {});
    node.loginChanged();
    output.result("logged out", Change.ofUser("loggedOut", null));
    return ExitCodes.DONE;
  }
}
