package dev.shoal.peer.cli;

import dev.shoal.peer.JoinPolicy;
import dev.shoal.protocol.PlainText;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a group. */
@Command(name = "create", description = "Makes a group, and its maker the owner.")
final class GroupCreateCommand extends NodeCommand {
  @Parameters(
      index = "0",
      arity = "1",
      paramLabel = "GROUP",
      description =
          "Name of the group: letters a to z, digits, dots, hyphens and underscores, at most 32.")
  @SuppressWarnings("NullAway.Init")
  private AccountName group;

  @Option(
      names = "--join",
      paramLabel = "open|approval|invitation",
      description =
          "Who may join: open, everybody with an account; approval, whom the owner accepts;"
              + " invitation, who has a code of the owner's, and nobody else sees the group."
              + " Default: approval.")
  private JoinPolicy policy = JoinPolicy.APPROVAL;

  GroupCreateCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    stop().await(node.groups().create(group.text(), policy), () -> {});
    output.result("created group " + group, Change.ofGroup("created", group));
    return ExitCodes.DONE;
  }

  static JoinPolicy policy(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "open" -> JoinPolicy.OPEN;
      case "approval" -> JoinPolicy.APPROVAL;
      case "invitation" -> JoinPolicy.INVITATION;
      default ->
          throw new IllegalArgumentException(
              "--join is open, approval or invitation, not: " + PlainText.of(text));
    };
  }
}
