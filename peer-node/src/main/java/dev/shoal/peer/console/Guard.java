package dev.shoal.peer.console;

import dev.shoal.protocol.PlainText;
import dev.shoal.transport.http.HttpException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Lets nobody in but the node's own page and its owner's programs.
 *
 * <p>A web page of somebody else's can have the browser send requests here, and can have a name of
 * its own lead to this machine. It can choose neither the headers that say whose page it is nor the
 * token, so it is told apart by these.
 */
final class Guard {
  private static final String SCHEME = "bearer ";

  private final HostNames names;
  private final Token token;
  private final TokenGuesses guesses;
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime a clock
   */
  Guard(HostNames names, Token token, TokenGuesses guesses, LongSupplier nanoTime) {
    this.names = names;
    this.token = token;
    this.guesses = guesses;
    this.nanoTime = nanoTime;
  }

  /**
   * Checks that the request comes from no page but the node's own.
   *
   * @param page whether the page itself is asked for, which a link on other pages may do
   * @throws HttpException if it is refused
   */
  void checkSite(Caller caller, boolean page) {
    String host =
        caller
            .header("host")
            .orElseThrow(() -> new HttpException(400, "bad-request", "one Host header is needed"));
    if (!names.include(host, caller.local().getAddress())) {
      throw new HttpException(
          403,
          "denied",
          "this node is not known as "
              + PlainText.of(host)
              + ": use its address, or start it with --console-host");
    }
    if (caller.has("origin") && !isOwn(caller.header("origin"), host)) {
      throw new HttpException(403, "denied", "another site's page may not use this node");
    }
    if (caller.has("sec-fetch-site") && !isFetchedByItself(caller, page)) {
      throw new HttpException(403, "denied", "another site's page may not use this node");
    }
  }

  private static boolean isOwn(Optional<String> origin, String host) {
    return origin.filter(("http://" + host)::equalsIgnoreCase).isPresent();
  }

  /** Browsers say so since 2023, whatever the page wants. */
  private static boolean isFetchedByItself(Caller caller, boolean page) {
    String site = caller.header("sec-fetch-site").orElse("");
    boolean followedLink =
        page
            && caller.header("sec-fetch-mode").filter("navigate"::equals).isPresent()
            && caller.header("sec-fetch-dest").filter("document"::equals).isPresent();
    return site.equals("same-origin") || site.equals("none") || followedLink;
  }

  /**
   * Checks that the request has the token.
   *
   * @throws HttpException if it is refused
   */
  void checkToken(Caller caller) {
    Optional<String> claimed =
        caller
            .header("authorization")
            .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
            .map(value -> value.substring(SCHEME.length()).strip());
    if (claimed.filter(token::is).isPresent()) {
      return;
    }
    if (caller.has("authorization")
        && !guesses.isBearable(caller.remote().getAddress(), nanoTime.getAsLong())) {
      throw new HttpException(
          429, "too-many-requests", "too many wrong tokens: wait a little, and see shoal console");
    }
    throw new HttpException(
        401,
        "unauthorized",
        claimed.isPresent()
            ? "that is not this node's token: shoal console prints a link that has it"
            : "the node's token is needed: shoal console prints a link that has it");
  }
}
