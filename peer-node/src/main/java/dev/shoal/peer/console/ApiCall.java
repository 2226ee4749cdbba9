package dev.shoal.peer.console;

import dev.shoal.peer.service.ServiceJson;
import dev.shoal.protocol.PlainText;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One question to the API, as a route sees it.
 *
 * @param parameters what stands in the path, by the names in the route's template
 * @param query the value of a name in the query; null if it is not there
 * @param body JSON, or empty
 */
record ApiCall(
    Map<String, String> parameters, Function<String, @Nullable String> query, String body) {
  private static final int PAGE = 100;

  ApiCall {
    parameters = Map.copyOf(parameters);
  }

  /** What stands at that place in the path. */
  String at(String name) {
    return Objects.requireNonNull(parameters.get(name));
  }

  /** What the query says, or else the default. */
  String asked(String name, String byDefault) {
    return Objects.requireNonNullElse(query.apply(name), byDefault);
  }

  /**
   * The number that the query says, or else the default.
   *
   * @throws IllegalArgumentException if it is none
   */
  long number(String name, long byDefault) {
    String text = query.apply(name);
    try {
      return text == null ? byDefault : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          name + " is to be a whole number, not " + PlainText.of(text), e);
    }
  }

  /**
   * How many things on a page.
   *
   * @throws IllegalArgumentException if that is no number
   */
  int limit() {
    return (int) Math.max(0, Math.min(number("limit", PAGE), Integer.MAX_VALUE));
  }

  /**
   * The body, one of the service's own requests.
   *
   * @throws IllegalArgumentException with a sentence, if it does not fit
   */
  <T extends Record> T request(Class<T> type) {
    return ServiceJson.readRequest(body, type);
  }

  /**
   * The body, with defaults for what it does not say.
   *
   * @param needed members that it has to say
   * @throws IllegalArgumentException with a sentence, if it does not fit
   */
  <T extends Record> T read(Class<T> type, T defaults, String... needed) {
    return ServiceJson.readRequest(body.isBlank() ? "{}" : body, type, defaults, needed);
  }
}
