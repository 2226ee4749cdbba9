package dev.shoal.peer.cli;

import dev.shoal.peer.GroupFileInfo;
import dev.shoal.protocol.PlainText;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists a group's files. */
@Command(name = "files", description = "Lists a group's files by name; for members.")
final class FilesCommand extends OneGroupCommand {
  private static final String FORM = "%10s  %9s  %-24s  %s";

  FilesCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  /** One line of {@code files --json}; {@code size} in bytes, {@code published} in ISO 8601. */
  record Line(
      String fileId,
      String name,
      long size,
      List<String> tags,
      List<String> sharers,
      String published,
      int seeders,
      int leechers) {
    static Line of(GroupFileInfo file) {
      return new Line(
          file.fileId().toString(),
          file.name(),
          file.length(),
          file.tags(),
          file.sharers(),
          file.published().toString(),
          file.seeders(),
          file.leechers());
    }
  }

  @Override
  int run(NodeLease node, Output output) throws Exception {
    List<GroupFileInfo> files = stop().await(node.groups().files(group().text()), () -> {});
    if (files.isEmpty()) {
      output.note("The group " + group() + " has no files.");
      return ExitCodes.DONE;
    }
    output.text(String.format(FORM, "SIZE", "PEERS", "SHARED BY", "NAME"));
    for (GroupFileInfo file : files) {
      output.result(
          String.format(
              FORM,
              Units.size(file.length()),
              file.seeders() + "/" + file.leechers(),
              PlainText.of(String.join(",", file.sharers())),
              PlainText.of(file.name())),
          Line.of(file));
    }
    return ExitCodes.DONE;
  }
}
