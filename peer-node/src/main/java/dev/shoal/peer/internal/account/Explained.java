package dev.shoal.peer.internal.account;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.internal.tracker.TrackerFailures;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.ProtocolException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Makes requests fail with what an application is told. */
final class Explained {
  private Explained() {}

  /** Makes a request, unless the name in it is none. */
  static <R> CompletableFuture<R> about(
      String name, String whatItNames, Supplier<CompletableFuture<R>> request) {
    try {
      AccountNames.check(name, whatItNames);
    } catch (ProtocolException e) {
      return CompletableFuture.failedFuture(new ShoalException(String.valueOf(e.getMessage()), e));
    }
    return of(request.get());
  }

  /** What a request comes to. */
  static <R> CompletableFuture<R> of(CompletableFuture<R> request) {
    return request.exceptionallyCompose(
        failure -> {
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          return CompletableFuture.failedFuture(
              cause instanceof UncheckedIOException disk
                  ? new StorageException("the login can't be kept: " + disk.getMessage(), disk)
                  : TrackerFailures.explain(failure));
        });
  }
}
