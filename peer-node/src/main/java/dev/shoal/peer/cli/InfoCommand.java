package dev.shoal.peer.cli;

import dev.shoal.peer.FileDetails;
import dev.shoal.peer.FoundFile;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.PeerNode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.ShoalLink;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what the tracker knows of one file. */
@Command(
    name = "info",
    description = "Tells what the tracker knows of a file: name, size, publisher, who has it.")
final class InfoCommand extends ShoalCommand {
  @Parameters(
      arity = "1",
      paramLabel = "FILE_ID|LINK",
      description = "The file: 64 hex digits, or a link shoal:...")
  @SuppressWarnings("NullAway.Init")
  private ShoalLink file;

  @Mixin private final LinkTrackerOptions trackers = new LinkTrackerOptions();

  @Mixin private final NodeOptions nodeOptions = new NodeOptions();

  InfoCommand(CommandContext context) {
    super(context);
  }

  /**
   * The line of {@code info --json}; what only a publisher says is left out where there is none.
   *
   * @param size in bytes
   * @param published in ISO 8601
   * @param publisher a peer id, 64 hex digits
   * @param completed downloads that came to their end, as far as told
   * @param warming whether the tracker has just started, so that peers are still coming back
   */
  record Info(
      String fileId,
      @Nullable String name,
      @Nullable Long size,
      @Nullable List<String> tags,
      @Nullable String published,
      @Nullable String publisher,
      int seeders,
      int leechers,
      @Nullable Long completed,
      boolean warming) {
    static Info of(FileDetails details) {
      FoundFile entry = details.published();
      return new Info(
          details.fileId().toString(),
          entry == null ? null : entry.name(),
          entry == null ? null : entry.length(),
          entry == null ? null : entry.tags(),
          entry == null ? null : entry.published().toString(),
          entry == null ? null : entry.publisher().toString(),
          details.seeders(),
          details.leechers(),
          entry == null ? null : entry.completed(),
          details.warming());
    }
  }

  @Override
  int run(Output output) throws Exception {
    FileId fileId = file.fileId();
    List<String> named = trackers.names(file.trackers());
    List<String> asked = named.isEmpty() ? RunningNodes.trackers(nodeOptions.directory()) : named;
    if (asked.isEmpty()) {
      throw usage("no tracker: give --tracker HOST:PORT, or a link that names one");
    }
    try (PeerNode node = checked(() -> nodeOptions.start(asked))) {
      FileDetails details = stop().await(node.details(fileId), () -> {});
      if (!details.isKnown()) {
        String sentence = "the tracker knows nothing of the file " + fileId;
        throw new NotFoundException(
            details.warming() ? sentence + ", but has just started" : sentence, null);
      }
      output.result(text(details), Info.of(details));
      if (details.warming()) {
        output.note("The tracker has just started; there may be more who have it.");
      }
      return ExitCodes.DONE;
    }
  }

  private static String text(FileDetails details) {
    StringBuilder text = new StringBuilder();
    line(text, "id", details.fileId().toString());
    FoundFile entry = details.published();
    if (entry != null) {
      line(text, "name", PlainText.of(entry.name()));
      line(text, "size", Units.size(entry.length()));
      line(text, "tags", PlainText.of(String.join(" ", entry.tags())));
      line(text, "published", entry.published().toString());
      line(text, "publisher", entry.publisher().toString());
      line(text, "completed", Long.toString(entry.completed()));
    }
    line(text, "seeders", Integer.toString(details.seeders()));
    line(text, "leechers", Integer.toString(details.leechers()));
    return text.substring(0, text.length() - System.lineSeparator().length());
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append(String.format("%-10s %s", label, value)).append(System.lineSeparator());
  }
}
