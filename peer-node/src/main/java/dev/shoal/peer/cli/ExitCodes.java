package dev.shoal.peer.cli;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.UntrustedException;

/** What the program ends with, and which failure ends it with what. */
final class ExitCodes {
  private ExitCodes() {}

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_FOUND = 3;
  static final int INTEGRITY = 4;
  static final int UNREACHABLE = 5;
  static final int DENIED = 6;

  /** The code for a failure, whatever futures have wrapped around it. */
  static int of(Throwable failure) {
    Throwable cause = Sentence.unwrap(failure);
    if (cause instanceof NotFoundException) {
      return NOT_FOUND;
    }
    if (cause instanceof IntegrityException || cause instanceof FileChangedException) {
      return INTEGRITY;
    }
    if (cause instanceof UnreachableException) {
      return UNREACHABLE;
    }
    return cause instanceof DeniedException || cause instanceof UntrustedException
        ? DENIED
        : FAILED;
  }
}
