package dev.shoal.peer.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls what blocks and can't be interrupted, such as reading from a terminal. */
final class Background {
  private Background() {}

  /** Calls it on a thread that nobody waits for when the program ends. */
  static <T extends @Nullable Object> CompletableFuture<T> call(Callable<T> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(call.call());
              } catch (Exception | Error e) {
                result.completeExceptionally(e);
              }
            },
            "shoal-input");
    thread.setDaemon(true);
    thread.start();
    return result;
  }
}
