package dev.shoal.tracker.internal.access;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an asker is told of failures. */
public final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * The same answer, which fails with a {@link ProtocolException} and nothing else: with what went
   * wrong in a stage before, or with {@link ErrorCode#INTERNAL} for what nobody thought of.
   */
  public static <T> CompletableFuture<T> told(CompletableFuture<T> answer) {
    CompletableFuture<T> told = new CompletableFuture<>();
    answer.whenComplete(
        (result, failure) -> {
          if (failure == null) {
            told.complete(result);
          } else {
            told.completeExceptionally(of(failure));
          }
        });
    return told;
  }

  private static ProtocolException of(Throwable failure) {
    Throwable reason = failure;
    while (reason instanceof CompletionException && reason.getCause() != null) {
      reason = reason.getCause();
    }
    if (reason instanceof ProtocolException known) {
      return known;
    }
    log.error("a request about accounts or groups failed", reason);
    return new ProtocolException(ErrorCode.INTERNAL, "the tracker failed at this");
  }
}
