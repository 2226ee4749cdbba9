package dev.shoal.peer.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --json} prints of something that did not work.
 *
 * @param state {@code failed}, or {@code stopped} by a signal
 * @param path of the file in question, if it is a matter of one among several
 * @param error one sentence
 * @param exitCode that goes with it; none when stopped
 */
record Failure(String state, @Nullable String path, String error, @Nullable Integer exitCode) {
  static Failure of(Throwable failure) {
    return of(failure, null);
  }

  static Failure of(Throwable failure, @Nullable Path file) {
    boolean stopped = failure instanceof Stopped;
    return new Failure(
        stopped ? "stopped" : "failed",
        file == null ? null : file.toString(),
        Sentence.of(failure),
        stopped ? null : ExitCodes.of(failure));
  }

  static Failure ofUsage(String error) {
    return new Failure("failed", null, error, ExitCodes.USAGE);
  }
}
