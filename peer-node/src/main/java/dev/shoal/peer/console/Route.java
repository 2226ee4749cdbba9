package dev.shoal.peer.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the API does.
 *
 * @param method of HTTP
 * @param template path below the API's, with parameters in braces; a last one of the form {@code
 *     {name*}} takes all that is left
 * @param status of the answer
 * @param body what is to be sent along; null: nothing
 * @param answer what comes back
 * @param action which does it
 */
record Route(
    String method,
    String template,
    int status,
    @Nullable Class<?> body,
    Class<?> answer,
    Action action) {
  /** Does what a route is for. Must not block. */
  @FunctionalInterface
  interface Action {
    /**
     * Completes with the answer, a record.
     *
     * @throws IllegalArgumentException with a sentence, if the question makes no sense
     */
    CompletableFuture<?> run(ApiCall call);
  }

  static Route get(String template, Class<?> answer, Action action) {
    return new Route("GET", template, 200, null, answer, action);
  }

  static Route put(String template, Class<?> body, Class<?> answer, Action action) {
    return new Route("PUT", template, 200, body, answer, action);
  }

  static Route delete(String template, Class<?> answer, Action action) {
    return new Route("DELETE", template, 200, null, answer, action);
  }

  /** Something is done, and nothing more needs to be said for that. */
  static Route post(String template, Class<?> answer, Action action) {
    return new Route("POST", template, 200, null, answer, action);
  }

  static Route post(String template, Class<?> body, Class<?> answer, Action action) {
    return new Route("POST", template, 200, body, answer, action);
  }

  /** Something is made of what is sent along. */
  static Route create(String template, Class<?> body, Class<?> answer, Action action) {
    return new Route("POST", template, 201, body, answer, action);
  }

  /** The same with another status. */
  Route withStatus(int value) {
    return new Route(method, template, value, body, answer, action);
  }

  /**
   * The parameters in a path of that form.
   *
   * @return empty if it is of another form
   */
  Optional<Map<String, String>> match(List<String> segments) {
    String[] parts = template.substring(1).split("/", -1);
    boolean open = template.endsWith("*}");
    if (open ? segments.size() < parts.length : segments.size() != parts.length) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < parts.length; i++) {
      boolean last = open && i == parts.length - 1;
      String value =
          last ? String.join("/", segments.subList(i, segments.size())) : segments.get(i);
      if (parts[i].startsWith("{")) {
        parameters.put(parts[i].replaceAll("[{*}]", ""), value);
      } else if (!parts[i].equals(value)) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }
}
