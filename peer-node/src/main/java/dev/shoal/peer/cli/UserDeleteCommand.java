package dev.shoal.peer.cli;

import dev.shoal.peer.Administration;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends an account. */
@Command(
    name = "delete",
    description = {
      "Ends an account, its logins and its memberships; for administrators.",
      "What its user alone shares in groups leaves their lists. Not while the user owns groups."
    })
final class UserDeleteCommand extends UserChangeCommand {
  @Mixin private final Confirmation confirmation = new Confirmation();

  UserDeleteCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes, "deleted");
  }

  @Override
  boolean isMeant(AccountName whose) throws Exception {
    String question = "Delete the account of " + whose + " and its part in groups?";
    return checked(() -> confirmation.isMeant(question, context()));
  }

  @Override
  CompletableFuture<Void> change(Administration administration, String whose) {
    return administration.delete(whose);
  }
}
