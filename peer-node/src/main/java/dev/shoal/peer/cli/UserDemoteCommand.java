package dev.shoal.peer.cli;

import dev.shoal.peer.Administration;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Makes an ordinary user. */
@Command(
    name = "demote",
    description =
        "Makes an administrator an ordinary user, but not the last one; for administrators.")
final class UserDemoteCommand extends UserChangeCommand {
  UserDemoteCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes, "demoted");
  }

  @Override
  CompletableFuture<Void> change(Administration administration, String whose) {
    return administration.demote(whose);
  }
}
