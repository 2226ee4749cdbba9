package dev.shoal.peer.console;

import dev.shoal.transport.http.HttpCall;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who makes a request, as far as its headers and its connection tell.
 *
 * @param method of HTTP
 * @param headers all values of the header of a name
 * @param remote where the connection comes from
 * @param local the address that it reached
 */
record Caller(
    String method,
    Function<String, List<String>> headers,
    InetSocketAddress remote,
    InetSocketAddress local) {
  static Caller of(HttpCall call) {
    return new Caller(call.method(), call::headers, call.remote(), call.local());
  }

  /** A header's value; empty also if there are several, as nobody can say which one counts. */
  Optional<String> header(String name) {
    List<String> values = headers.apply(name);
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  /** Whether there is such a header at all. */
  boolean has(String name) {
    return !headers.apply(name).isEmpty();
  }
}
