package dev.shoal.peer.cli;

import dev.shoal.peer.Groups;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Turns somebody down. */
@Command(name = "reject", description = "Turns down a user who asked to join; for the owner.")
final class GroupRejectCommand extends GroupUserCommand {
  GroupRejectCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes, "rejected", "from");
  }

  @Override
  CompletableFuture<Void> change(Groups groups, String group, String user) {
    return groups.reject(group, user);
  }
}
