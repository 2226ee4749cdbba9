package dev.shoal.tracker.internal.access.account;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.access.Asker;
import dev.shoal.tracker.internal.access.Failures;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Lets each connection have one request about accounts under way at a time. On the loop. */
public final class OneAtATime {
  private final Set<Asker> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Nothing is under way yet. */
  public OneAtATime() {}

  /**
   * Serves a request, unless another one of the same connection is under way.
   *
   * @param request begins it; never throws
   * @return fails with a {@link ProtocolException} and nothing else
   */
  CompletableFuture<? extends MessageLite> serve(
      Asker asker, Supplier<CompletableFuture<? extends MessageLite>> request) {
    if (!underWay.add(asker)) {
      return CompletableFuture.failedFuture(
          new ProtocolException(
              ErrorCode.BUSY, "this connection has a request about accounts under way already"));
    }
    return Failures.told(request.get()).whenComplete((answer, failure) -> underWay.remove(asker));
  }
}
