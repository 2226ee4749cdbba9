package dev.shoal.peer.cli;

import dev.shoal.peer.UserInfo;
import dev.shoal.protocol.PlainText;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists accounts. */
@Command(name = "list", description = "Lists all accounts by name; for administrators.")
final class UserListCommand extends NodeCommand {
  private static final String FORM = "%-32s  %-13s  %6s  %s";

  UserListCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  /** One line of {@code user list --json}; {@code created} in ISO 8601. */
  record Line(String user, boolean administrator, String created, int ownedGroups) {
    static Line of(UserInfo user) {
      return new Line(
          user.name(), user.administrator(), user.created().toString(), user.ownedGroups());
    }
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    List<UserInfo> users = stop().await(node.administration().users(), () -> {});
    output.text(String.format(FORM, "USER", "ROLE", "GROUPS", "CREATED"));
    for (UserInfo each : users) {
      output.result(
          String.format(
              FORM,
              PlainText.of(each.name()),
              each.administrator() ? "administrator" : "user",
              each.ownedGroups(),
              each.created().truncatedTo(ChronoUnit.SECONDS)),
          Line.of(each));
    }
    return ExitCodes.DONE;
  }
}
