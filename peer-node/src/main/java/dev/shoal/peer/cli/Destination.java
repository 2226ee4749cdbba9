package dev.shoal.peer.cli;

import dev.shoal.protocol.FileNames;
import dev.shoal.protocol.ShoalLink;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Decides where a file that is fetched goes. */
final class Destination {
  private Destination() {}

  /**
   * The path for a file.
   *
   * @param output a file, or an existing directory to put it in; null: the current directory
   * @param link what is fetched; the name it claims is made safe
   */
  static Path of(@Nullable Path output, ShoalLink link) {
    if (output == null) {
      return in(Path.of(""), link);
    }
    return Files.isDirectory(output) ? in(output, link) : output;
  }

  /** The path for a file in a directory, under a safe name. */
  static Path in(Path directory, ShoalLink link) {
    String id = link.fileId().toString();
    String name = link.name() == null ? id : FileNames.safe(link.name(), id);
    try {
      return directory.resolve(name);
    } catch (InvalidPathException e) { // the locale has no way to write that name
      return directory.resolve(name.replaceAll("[^\\x20-\\x7E]", "_"));
    }
  }
}
