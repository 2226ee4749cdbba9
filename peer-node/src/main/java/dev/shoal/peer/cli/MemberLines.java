package dev.shoal.peer.cli;

import dev.shoal.peer.GroupMember;
import dev.shoal.protocol.PlainText;
import java.util.List;

/** Prints users and their part in a group. */
final class MemberLines {
  private MemberLines() {}

  private static final String FORM = "%-32s  %s";

  /** One line of {@code group members --json} and {@code group requests --json}. */
  record Line(String user, String role) {
    static Line of(GroupMember member) {
      return new Line(member.user(), Words.of(member.role()));
    }
  }

  static void print(Output output, List<GroupMember> members) {
    output.text(String.format(FORM, "USER", "ROLE"));
    for (GroupMember each : members) {
      Line line = Line.of(each);
      output.result(String.format(FORM, PlainText.of(line.user()), line.role()), line);
    }
  }
}
