package dev.shoal.peer.cli;

import dev.shoal.peer.GroupInfo;
import dev.shoal.protocol.PlainText;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists groups. */
@Command(
    name = "list",
    description = {
      "Lists the groups that one may see.",
      "Those by invitation are seen by who belongs to them, and by administrators."
    })
final class GroupListCommand extends NodeCommand {
  private static final String FORM = "%-32s  %-32s  %-10s  %7s  %s";

  GroupListCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  /** One line of {@code group list --json}. */
  record Line(String group, String join, String owner, int members, String role) {
    static Line of(GroupInfo group) {
      return new Line(
          group.name(),
          Words.of(group.policy()),
          group.owner(),
          group.memberCount(),
          Words.of(group.role()));
    }
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    List<GroupInfo> groups = stop().await(node.groups().list(), () -> {});
    if (groups.isEmpty()) {
      output.note("There is no group that you may see.");
      return ExitCodes.DONE;
    }
    output.text(String.format(FORM, "GROUP", "OWNER", "JOIN", "MEMBERS", "YOU"));
    for (GroupInfo each : groups) {
      Line line = Line.of(each);
      output.result(
          String.format(
              FORM,
              PlainText.of(line.group()),
              PlainText.of(line.owner()),
              line.join(),
              line.members(),
              line.role()),
          line);
    }
    return ExitCodes.DONE;
  }
}
