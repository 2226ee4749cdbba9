package dev.shoal.peer.cli;

import dev.shoal.peer.Administration;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Parameters;

/** A command of an administrator about one account. */
abstract class UserChangeCommand extends NodeCommand {
  @Parameters(index = "0", arity = "1", paramLabel = "USER", description = "Whose account it is.")
  @SuppressWarnings("NullAway.Init")
  private AccountName user;

  private final String done;

  /**
   * @param done what has happened to the user then, such as {@code promoted}
   */
  UserChangeCommand(CommandContext context, NodeSource nodes, String done) {
    super(context, nodes);
    this.done = done;
  }

  /** Whether it is to be done at all. */
  boolean isMeant(AccountName whose) throws Exception {
    return true;
  }

  abstract CompletableFuture<Void> change(Administration administration, String whose);

  @Override
  final int run(NodeLease node, Output output) throws Exception {
    if (!isMeant(user)) {
      output.note("Nothing is changed.");
      return ExitCodes.FAILED;
    }
    stop().await(change(node.administration(), user.text()), () -> {});
    output.result(done + " user " + user, Change.ofUser(done, user.text()));
    return ExitCodes.DONE;
  }
}
