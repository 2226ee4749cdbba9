package dev.shoal.peer.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sources of the console's page. */
final class PageFilesOnDisk {
  static final Path DIRECTORY = Path.of("src/main/resources/dev/shoal/peer/console");

  private PageFilesOnDisk() {}

  /** All with one of these endings. */
  static List<Path> with(String... endings) throws IOException {
    try (Stream<Path> files = Files.walk(DIRECTORY)) {
      return files
          .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
          .sorted()
          .toList();
    }
  }
}
