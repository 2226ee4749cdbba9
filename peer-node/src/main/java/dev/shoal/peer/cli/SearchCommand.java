package dev.shoal.peer.cli;

import dev.shoal.peer.FoundFile;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.SearchPage;
import dev.shoal.protocol.PlainText;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds files by name in the tracker's catalogue. */
@Command(
    name = "search",
    description = "Finds files whose name or tags have every word, newest first.")
final class SearchCommand extends NodeCommand {
  @Parameters(
      arity = "0..*",
      paramLabel = "TEXT",
      description = "Words or beginnings of words. Default: none, which lists everything.")
  private List<String> words = List.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Most files to list, at least 1. Default: ${DEFAULT-VALUE}.")
  private int limit = 50;

  private static final String WARMING =
      "; the tracker has just started and can't find every file yet";

  SearchCommand(CommandContext context, NodeSource nodes) {
    super(context, nodes);
  }

  /** One line of {@code search --json}; {@code size} in bytes, {@code published} in ISO 8601. */
  record Match(
      String fileId,
      String name,
      long size,
      List<String> tags,
      String published,
      int seeders,
      int leechers) {
    static Match of(FoundFile file) {
      return new Match(
          file.fileId().toString(),
          file.name(),
          file.length(),
          file.tags(),
          file.published().toString(),
          file.seeders(),
          file.leechers());
    }
  }

  @Override
  void check() {
    if (limit < 1) {
      throw usage("--limit must be at least 1, not " + limit);
    }
  }

  @Override
  int run(NodeLease lease, Output output) throws Exception {
    String text = String.join(" ", words);
    PeerNode node = lease.node();
    List<FoundFile> found = new ArrayList<>();
    String next = null;
    boolean warming = false;
    do {
      SearchPage page = stop().await(node.search(text, next), () -> {});
      found.addAll(page.files());
      next = page.next();
      warming |= page.warming();
    } while (next != null && found.size() < limit);
    print(output, found);
    if (found.isEmpty()) {
      throw new NotFoundException(warming ? nothing(text) + WARMING : nothing(text), null);
    }
    if (warming) {
      output.note("There may be more" + WARMING + ".");
    }
    if (next != null || found.size() > limit) {
      output.note("There are more; --limit shows them.");
    }
    return ExitCodes.DONE;
  }

  private void print(Output output, List<FoundFile> found) {
    if (!found.isEmpty()) {
      output.text(String.format("%-64s  %10s  %9s  %s", "ID", "SIZE", "PEERS", "NAME"));
    }
    for (FoundFile file : found.subList(0, Math.min(limit, found.size()))) {
      String peers = file.seeders() + "/" + file.leechers();
      output.result(
          String.format(
              "%s  %10s  %9s  %s",
              file.fileId(), Units.size(file.length()), peers, PlainText.of(file.name())),
          Match.of(file));
    }
  }

  private static String nothing(String text) {
    return text.isBlank()
        ? "the tracker knows of no file"
        : "no file has a name or tags with: " + text;
  }
}
