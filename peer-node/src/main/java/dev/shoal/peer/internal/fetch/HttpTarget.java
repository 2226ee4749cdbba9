package dev.shoal.peer.internal.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A URL that can be asked for a file, in the pieces that a request needs. Immutable.
 *
 * @param uri as it was written
 * @param secure whether over TLS
 * @param host name or address, IPv6 without brackets
 * @param port also if the URL has none
 */
public record HttpTarget(URI uri, boolean secure, String host, int port) {
  private static final int MAX_LENGTH = 8 * 1024;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /**
   * Checks a URL.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static HttpTarget of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https");
    require(secure || scheme.equals("http"), "must begin with http:// or https://", uri);
    require(uri.getHost() != null && !uri.getHost().isEmpty(), "must name a host", uri);
    require(uri.getRawUserInfo() == null, "must not have a user or password", uri);
    require(uri.getRawFragment() == null, "must not have a fragment (#...)", uri);
    require(uri.toASCIIString().length() <= MAX_LENGTH, "is too long", uri);
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
    require(port > 0 && port <= 0xFFFF, "must have a port from 1 to 65535", uri);
    return new HttpTarget(uri, secure, unbracketed(uri.getHost()), port);
  }

  private static void require(boolean condition, String what, URI uri) {
    if (!condition) {
      throw new IllegalArgumentException("the URL " + name(uri) + " " + what);
    }
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /**
   * The URL that a redirect from here leads to.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  HttpTarget resolve(String location) {
    try {
      URI next = uri.resolve(new URI(location));
      String fragment = next.getRawFragment();
      String text = next.toString();
      return of(
          fragment == null
              ? next
              : new URI(text.substring(0, text.length() - fragment.length() - 1)));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("a redirect leads to something that is no URL", e);
    }
  }

  /** What is asked for on the server: path and query. */
  String requestTarget() {
    URI ascii = URI.create(uri.toASCIIString());
    String path = ascii.getRawPath();
    String query = ascii.getRawQuery();
    return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
  }

  /** Host and port as the Host header has them. */
  String hostHeader() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (secure ? HTTPS_PORT : HTTP_PORT) ? name : name + ":" + port;
  }

  /** Whether another one is on the same server. */
  boolean isSameOrigin(HttpTarget other) {
    return secure == other.secure && port == other.port && host.equalsIgnoreCase(other.host);
  }

  /** What it is called in logs and messages: without the query, which may hold a secret. */
  public String name() {
    return name(uri);
  }

  private static String name(URI uri) {
    String text = uri.toASCIIString();
    String shown = text.split("[?#]", 2)[0];
    String user = uri.getRawUserInfo();
    return user == null ? shown : shown.replace(user + "@", "");
  }

  @Override
  public String toString() {
    return name();
  }
}
