package dev.shoal.peer.cli;

import dev.shoal.peer.Groups;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Takes somebody in. */
@Command(name = "accept", description = "Takes in a user who asked to join; for the owner.")
final class GroupAcceptCommand extends GroupUserCommand {
  GroupAcceptCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes, "accepted", "in");
  }

  @Override
  CompletableFuture<Void> change(Groups groups, String group, String user) {
    return groups.accept(group, user);
  }
}
