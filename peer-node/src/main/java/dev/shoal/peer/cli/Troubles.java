package dev.shoal.peer.cli;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.service.ErrorKind;
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
    return ErrorKind.of(problem.code()).exception(problem.message()) instanceof ShoalException told
        ? told
        : new ShoalException(problem.message(), null);
  }
}
