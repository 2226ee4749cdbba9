package dev.shoal.peer.cli;

import dev.shoal.peer.WantedFile;
import dev.shoal.protocol.ShoalLink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files to fetch, one on each line: an id or a link, and behind a space the name it is to have.
 *
 * @param links without empty lines
 */
record FileList(List<ShoalLink> links) {
  private static final Path STDIN = Path.of("-");

  /**
   * Reads a list.
   *
   * @param list UTF-8; {@code -} for stdin
   * @throws IllegalArgumentException naming the line that is none
   */
  static FileList read(Path list, InputStream stdin) throws IOException {
    String text =
        list.equals(STDIN)
            ? new String(stdin.readAllBytes(), StandardCharsets.UTF_8)
            : Files.readString(list);
    List<ShoalLink> links = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        links.add(link(line.strip(), number));
      }
    }
    return new FileList(List.copyOf(links));
  }

  private static ShoalLink link(String line, int number) {
    int space = line.indexOf(' ');
    try {
      ShoalLink link = Converters.link(space < 0 ? line : line.substring(0, space));
      @Nullable String name = space < 0 ? link.name() : line.substring(space + 1);
      return new ShoalLink(link.fileId(), name, link.trackers());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
    }
  }

  /** All trackers that links name, the first one's first. */
  List<String> trackers() {
    return links.stream().flatMap(link -> link.trackers().stream()).distinct().toList();
  }

  /** Where each goes, under a name that is made safe. */
  List<WantedFile> in(Path directory) {
    return links.stream()
        .map(link -> new WantedFile(link.fileId(), Destination.in(directory, link)))
        .toList();
  }
}
