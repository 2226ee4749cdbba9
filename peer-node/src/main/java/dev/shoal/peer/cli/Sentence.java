package dev.shoal.peer.cli;

import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.protocol.PlainText;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Says in one sentence what went wrong. */
final class Sentence {
  private Sentence() {}

  /** The sentence for a failure, safe to show. */
  static String of(Throwable failure) {
    return plain(describe(unwrap(failure)));
  }

  /** A message in one line, safe to show. */
  static String plain(@Nullable String message) {
    return message == null ? "unknown" : PlainText.of(message.strip().replaceAll("\\R\\s*", " "));
  }

  /** What futures have wrapped. */
  static Throwable unwrap(Throwable failure) {
    return Failure.cause(failure);
  }

  private static String describe(Throwable failure) {
    String message = failure.getMessage();
    if (failure instanceof NoSuchFileException) {
      return "there is no " + message;
    }
    if (failure instanceof AccessDeniedException) {
      return "no permission for " + message;
    }
    if (failure instanceof FileSystemException || message == null) {
      return failure.getClass().getSimpleName() + ": " + message;
    }
    return failure instanceof RuntimeException || failure instanceof Error
        ? "this should not have happened: " + failure
        : message;
  }
}
