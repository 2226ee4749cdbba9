package dev.shoal.peer.service;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.protocol.PlainText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Says in a code and a sentence what went wrong. */
final class Problems {
  private Problems() {}

  /** What lies below the wrappers of futures. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  static Problem of(Throwable failure) {
    Throwable cause = cause(failure);
    String message = cause.getMessage();
    return new Problem(
        ErrorKind.of(cause).code(),
        PlainText.of(message == null ? cause.getClass().getSimpleName() : message));
  }

  /** What the operating system said, in words. */
  static StorageException storage(String doing, Path path, IOException cause) {
    String name = PlainText.of(path.toString());
    if (cause instanceof AccessDeniedException) {
      return new StorageException(
          Reason.DENIED, "permission denied while " + doing + " " + name, cause);
    }
    if (cause instanceof NoSuchFileException) {
      return new StorageException(Reason.NOT_FOUND, name + " does not exist", cause);
    }
    if (cause instanceof FileAlreadyExistsException) {
      return new StorageException(Reason.WRONG_KIND, name + " is not a directory", cause);
    }
    return new StorageException(
        doing + " " + name + " failed: " + PlainText.of(String.valueOf(cause.getMessage())), cause);
  }
}
