package dev.shoal.peer.cli;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import java.util.Optional;

/** What a person can do about a failure whose own sentence does not say. */
final class NextStep {
  private NextStep() {}

  /** A sentence, or nothing where there is nothing to advise. */
  static Optional<String> after(Throwable failure) {
    Throwable cause = Sentence.unwrap(failure);
    String message = cause.getMessage() == null ? "" : cause.getMessage();
    if (cause instanceof StorageException && message.endsWith("is not a file")) {
      return Optional.of(
          "'shoal node --watch DIRECTORY' shares the files of a directory, now and later.");
    }
    if (cause instanceof StorageException storage) {
      return after(storage.reason());
    }
    if (message.contains("goes on waiting")) {
      return Optional.empty();
    }
    if (cause instanceof NotFoundException && message.contains("nobody")) {
      return Optional.of(
          "Check the id, look for the name with 'shoal search', or wait for somebody who has it:"
              + " --wait 10m.");
    }
    if (cause instanceof UnreachableException && message.startsWith("the tracker")) {
      return Optional.of(
          "Check that a tracker runs there, and that --tracker names it: 'java -jar"
              + " tracker-server.jar' starts one.");
    }
    if (cause instanceof UnreachableException && message.contains("source")) {
      return Optional.of(
          "What is verified is kept: run the same command again later, and it goes on from there.");
    }
    if ((cause instanceof DeniedException && message.contains("log in"))
        || message.contains("logged in")) {
      return Optional.of("Log in with 'shoal login USER'; 'shoal user create' makes an account.");
    }
    return Optional.empty();
  }

  private static Optional<String> after(StorageException.Reason reason) {
    return switch (reason) {
      case EXISTS ->
          Optional.of("Give --overwrite to replace it, or another path with --output PATH.");
      case DISK_FULL ->
          Optional.of("Make room and run the same command again: what is verified is kept.");
      default -> Optional.empty();
    };
  }
}
