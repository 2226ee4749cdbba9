package dev.shoal.peer.cli;

import dev.shoal.peer.SharedFile;
import dev.shoal.protocol.PlainText;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;

/** Notices what is shared no longer. */
final class Shares {
  private Shares() {}

  /**
   * Takes the files out that have ended, and says why.
   *
   * @return the exit code for the last of those that have ended
   */
  static OptionalInt dropEnded(List<SharedFile> files, Output output) {
    List<SharedFile> ended = files.stream().filter(file -> file.stopped().isDone()).toList();
    files.removeAll(ended);
    OptionalInt exitCode = OptionalInt.empty();
    for (SharedFile file : ended) {
      exitCode = OptionalInt.of(report(file, files, output));
    }
    return exitCode;
  }

  private static int report(SharedFile file, List<SharedFile> others, Output output) {
    try {
      file.stopped().join();
    } catch (CompletionException e) {
      return output.failed(file.path(), e);
    }
    if (others.stream().noneMatch(other -> other.fileId().equals(file.fileId()))) {
      output.note(PlainText.of(file.name()) + " is not shared any more.");
    }
    return ExitCodes.DONE;
  }
}
