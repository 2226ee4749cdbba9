package dev.shoal.peer.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A group whose files are fetched, as given on the command line.
 *
 * @param directory where to; null: one of the group's name in the download directory
 */
record MirrorOption(AccountName group, @Nullable Path directory) {
  /**
   * Reads {@code GROUP} or {@code GROUP=DIR}.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  static MirrorOption parse(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new MirrorOption(AccountName.parse(text), null)
        : new MirrorOption(
            AccountName.parse(text.substring(0, equals)),
            Converters.path(text.substring(equals + 1)));
  }

  Path directoryIn(Path downloads) {
    return directory == null ? downloads.resolve(group.text()) : directory;
  }
}
