package dev.shoal.peer.console;

import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpCall;
import dev.shoal.transport.http.HttpException;
import dev.shoal.transport.http.HttpHandler;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Answers the requests of the local API and of the page. */
final class ConsoleHandler implements HttpHandler {
  private static final Set<String> API_METHODS = Set.of("GET", "POST", "PUT", "DELETE");

  private final Guard guard;
  private final Api api;
  private final PageFiles page;

  ConsoleHandler(Guard guard, Api api, PageFiles page) {
    this.guard = guard;
    this.api = api;
    this.page = page;
  }

  @Override
  public CompletableFuture<HttpAnswer> answer(HttpCall call) {
    CompletableFuture<HttpAnswer> answer;
    try {
      answer = find(call);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return answer.exceptionallyCompose(
        failure ->
            HttpException.in(failure).isPresent()
                ? CompletableFuture.failedFuture(failure) // for refuse()
                : CompletableFuture.completedFuture(Refusals.of(failure)));
  }

  private CompletableFuture<HttpAnswer> find(HttpCall call) {
    Caller caller = Caller.of(call);
    boolean forApi = Api.owns(call.segments());
    guard.checkSite(caller, !forApi && call.isReading());
    if (forApi) {
      if (!API_METHODS.contains(call.method())) {
        throw HttpException.methodNotAllowed("GET, POST, PUT, DELETE");
      }
      return api.answer(call, caller);
    }
    if (!call.isReading()) {
      throw HttpException.methodNotAllowed("GET, HEAD");
    }
    return page.answer(call.path(), call.header("if-none-match"));
  }

  @Override
  public HttpAnswer refuse(HttpException reason) {
    return Refusals.of(reason);
  }
}
