package dev.shoal.peer.cli;

import dev.shoal.peer.Groups;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Puts somebody out. */
@Command(
    name = "remove",
    description = {
      "Puts a member out; for the owner.",
      "What the former member alone shares in the group leaves its list."
    })
final class GroupRemoveCommand extends GroupUserCommand {
  GroupRemoveCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes, "removed", "from");
  }

  @Override
  CompletableFuture<Void> change(Groups groups, String group, String user) {
    return groups.remove(group, user);
  }
}
