package dev.shoal.peer.cli;

import dev.shoal.peer.Administration;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Makes an administrator. */
@Command(name = "promote", description = "Makes a user an administrator; for administrators.")
final class UserPromoteCommand extends UserChangeCommand {
  UserPromoteCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes, "promoted");
  }

  @Override
  CompletableFuture<Void> change(Administration administration, String whose) {
    return administration.promote(whose);
  }
}
