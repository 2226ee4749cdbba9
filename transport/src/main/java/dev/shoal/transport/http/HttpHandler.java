package dev.shoal.transport.http;

import java.util.concurrent.CompletableFuture;

/** Answers the requests of a server's connections. */
public interface HttpHandler {
  /**
   * Answers a request, as soon as its headers are there. Called on the connection's event loop,
   * which must not be blocked, for one request of a connection at a time.
   *
   * @return the answer, from whatever thread; fails with an {@link HttpException} for one that
   *     {@link #refuse} makes; any other failure is logged, and answered with 500
   */
  CompletableFuture<HttpAnswer> answer(HttpCall call);

  /**
   * Puts a refusal into the form that this server's clients expect: plain text by default. Also
   * used for what is refused before there is a call.
   */
  default HttpAnswer refuse(HttpException reason) {
    return HttpAnswer.text(reason.status(), reason.getMessage() + "\n");
  }
}
