package dev.shoal.peer.console;

import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpCall;
import java.util.concurrent.CompletableFuture;

/**
 * One thing of the API that is more than JSON for JSON.
 *
 * @param method of HTTP
 * @param path below the API's
 * @param open whether it is for everybody on this machine, without a token
 * @param handler which does it
 */
record RawRoute(String method, String path, boolean open, Handler handler) {
  /** Answers a request. Must not block. */
  @FunctionalInterface
  interface Handler {
    /**
     * Completes with the answer.
     *
     * @throws RuntimeException as told by {@link Refusals}, if it is refused at once
     */
    CompletableFuture<HttpAnswer> answer(HttpCall call);
  }
}
