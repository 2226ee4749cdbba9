package dev.shoal.peer.internal.outcome;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What has gone wrong, seen through what futures wrap around it. */
public final class Failure {
  private Failure() {}

  /** The failure itself. */
  public static Throwable cause(Throwable failure) {
    Throwable inner = failure;
    while (inner instanceof CompletionException || inner instanceof ExecutionException) {
      Throwable cause = inner.getCause();
      if (cause == null) {
        break;
      }
      inner = cause;
    }
    return inner;
  }
}
