package dev.shoal.peer.cli;

import dev.shoal.peer.Groups;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Parameters;

/** A command of a group's owner about one user. */
abstract class GroupUserCommand extends OneGroupCommand {
  @Parameters(index = "1", arity = "1", paramLabel = "USER", description = "The user.")
  @SuppressWarnings("NullAway.Init")
  private AccountName user;

  private final String done;
  private final String preposition;

  /**
   * @param done what has happened to the user then, such as {@code removed}
   * @param preposition between the user and the group
   */
  GroupUserCommand(CommandContext context, NodeSource nodes, String done, String preposition) {
    super(context, nodes);
    this.done = done;
    this.preposition = preposition;
  }

  abstract CompletableFuture<Void> change(Groups groups, String group, String user);

  @Override
  final int run(NodeLease node, Output output) throws Exception {
    stop().await(change(node.groups(), group().text(), user.text()), () -> {});
    output.result(
        String.join(" ", done, user.text(), preposition, group().text()),
        Change.ofMember(done, group(), user));
    return ExitCodes.DONE;
  }
}
