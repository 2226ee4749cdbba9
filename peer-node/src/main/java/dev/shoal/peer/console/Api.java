package dev.shoal.peer.console;

import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpCall;
import dev.shoal.transport.http.HttpException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Everything that the API does, and who may have it done. */
final class Api {
  /** What the path of everything here begins with. */
  static final List<String> ROOT = List.of("api", "v1");

  private static final int LARGEST_BODY = 64 << 10;

  private final Guard guard;
  private final List<Route> routes;
  private final List<RawRoute> rawRoutes;

  Api(Guard guard, List<Route> routes, List<RawRoute> rawRoutes) {
    this.guard = guard;
    this.routes = List.copyOf(routes);
    this.rawRoutes = List.copyOf(rawRoutes);
  }

  /** What is asked of the node with JSON, or without anything. */
  static List<Route> routes(Backing node) {
    return Stream.of(
            NodeRoutes.of(node.service()),
            ShareRoutes.of(node.service()),
            DownloadRoutes.of(node.service()),
            SearchRoutes.of(node),
            AccountRoutes.of(node.account()),
            GroupRoutes.of(node.groups()))
        .flatMap(List::stream)
        .toList();
  }

  /** Whether a path is the API's. */
  static boolean owns(List<String> segments) {
    return segments.get(0).equals(ROOT.get(0));
  }

  /**
   * Answers a request.
   *
   * @throws HttpException if it is refused at once
   */
  CompletableFuture<HttpAnswer> answer(HttpCall call, Caller caller) {
    List<String> segments = call.segments();
    boolean ours = segments.size() > 2 && segments.subList(0, 2).equals(ROOT);
    List<String> rest = ours ? segments.subList(2, segments.size()) : List.of();
    Optional<RawRoute> raw = raw(rest, caller.method());
    if (raw.filter(RawRoute::open).isEmpty()) {
      guard.checkToken(caller);
    }
    return raw.isPresent() ? raw.get().handler().answer(call) : json(rest, call, caller);
  }

  private Optional<RawRoute> raw(List<String> path, String method) {
    String text = "/" + String.join("/", path);
    return rawRoutes.stream()
        .filter(route -> route.path().equals(text) && route.method().equals(method))
        .findFirst();
  }

  private CompletableFuture<HttpAnswer> json(List<String> path, HttpCall call, Caller caller) {
    for (Route route : routes) {
      Optional<Map<String, String>> parameters =
          route.method().equals(caller.method()) ? route.match(path) : Optional.empty();
      if (parameters.isPresent()) {
        return json(route, parameters.get(), call, caller);
      }
    }
    List<String> others = methods(path);
    throw others.isEmpty()
        ? new HttpException(404, "not-found", "there is nothing of that name in this API")
        : HttpException.methodNotAllowed(String.join(", ", others));
  }

  private static CompletableFuture<HttpAnswer> json(
      Route route, Map<String, String> parameters, HttpCall call, Caller caller) {
    CompletableFuture<String> body = CompletableFuture.completedFuture("");
    if (call.bodyLength() != 0) {
      checkType(caller);
      body = call.text(LARGEST_BODY);
    }
    return body.thenCompose(
            text ->
                route
                    .action()
                    .run(new ApiCall(parameters, name -> call.query(name).orElse(null), text)))
        .thenApplyAsync(
            answer -> HttpAnswer.bytes(route.status(), ApiJson.TYPE, ApiJson.bytes(answer)),
            call.executor());
  }

  /** Forms and plain text are what pages of others can send without being asked. */
  private static void checkType(Caller caller) {
    String type = caller.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.replaceFirst(";\\s*charset=\"?utf-8\"?\\s*$", "").strip().equals(ApiJson.TYPE)) {
      throw new HttpException(415, "bad-request", "a body is to be " + ApiJson.TYPE);
    }
  }

  private List<String> methods(List<String> path) {
    List<String> methods = new ArrayList<>();
    routes.stream()
        .filter(route -> route.match(path).isPresent())
        .map(Route::method)
        .forEach(methods::add);
    rawRoutes.stream()
        .filter(route -> route.path().equals("/" + String.join("/", path)))
        .map(RawRoute::method)
        .forEach(methods::add);
    return List.copyOf(new TreeSet<>(methods));
  }
}
