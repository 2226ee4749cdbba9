package dev.shoal.peer.cli;

import java.util.Locale;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a group. */
@Command(
    name = "delete",
    description =
        "Ends a group, and its list of files; for the owner. The files stay where they are.")
final class GroupDeleteCommand extends NodeCommand {
  @Parameters(index = "0", arity = "1", paramLabel = "GROUP", description = "The group.")
  @SuppressWarnings("NullAway.Init")
  private AccountName group;

  @Option(names = "--yes", description = "Do it. Default: asks on the terminal.")
  private boolean yes;

  GroupDeleteCommand(CommandContext context, NodeAccess nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    if (!yes && !agreed()) {
      output.note("Nothing is deleted.");
      return ExitCodes.FAILED;
    }
    stop().await(node.groups().delete(group.text()), () -> {});
    output.result("deleted group " + group, Change.ofGroup("deleted", group));
    return ExitCodes.DONE;
  }

  private boolean agreed() throws Stopped, ExecutionException, InterruptedException {
    String question = "Delete the group " + group + " and its list of files? [y/N] ";
    String answer =
        stop().await(Background.call(() -> context().questions().answer(question)), () -> {});
    if (answer == null) {
      throw usage("there is no terminal to ask whether it is meant: give --yes");
    }
    String word = answer.strip().toLowerCase(Locale.ROOT);
    return word.equals("y") || word.equals("yes");
  }
}
