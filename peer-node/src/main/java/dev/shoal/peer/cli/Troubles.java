package dev.shoal.peer.cli;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.UntrustedException;
import dev.shoal.peer.service.Problem;
import org.jspecify.annotations.Nullable;

/** Makes the exceptions again of which a running node tells code and sentence. */
final class Troubles {
  private Troubles() {}

  /**
   * The exception.
   *
   * @param problem null: it did not say
   */
  static ShoalException of(@Nullable Problem problem) {
    if (problem == null) {
      return new ShoalException("the running node does not say why", null);
    }
    String message = problem.message();
    return switch (problem.code()) {
      case "not-found" -> new NotFoundException(message, null);
      case "unreachable" -> new UnreachableException(message, null);
      case "denied" -> new DeniedException(message, null);
      case "integrity" -> new IntegrityException(message, null);
      case "storage" -> new StorageException(message, null);
      case "changed" -> new FileChangedException(message, null);
      case "conflict" -> new ConflictException(message, null);
      case "untrusted" -> new UntrustedException(message, null);
      default -> new ShoalException(message, null);
    };
  }
}
