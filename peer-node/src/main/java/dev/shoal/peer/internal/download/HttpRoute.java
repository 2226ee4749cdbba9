package dev.shoal.peer.internal.download;

import dev.shoal.peer.internal.fetch.HttpClient;
import dev.shoal.peer.internal.fetch.HttpConnection;
import dev.shoal.peer.internal.fetch.HttpFailure;
import dev.shoal.peer.internal.fetch.HttpHop;
import dev.shoal.peer.internal.fetch.HttpRedirect;
import dev.shoal.peer.internal.fetch.HttpTarget;
import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.TransportException;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The way from one URL to the server that has the file: by redirects, which are followed once and
 * then remembered. Belongs to the download's event loop.
 */
final class HttpRoute {
  private final HttpClient client;
  private final HttpTarget given;
  private final SourceId id;

  /** What is asked now, and from where it was redirected; null: nowhere. */
  private HttpTarget target;

  private @Nullable HttpHop from;

  /** Where {@link #target} was found; null: its host is still to be looked up. */
  private @Nullable HttpHop place;

  private int redirects;

  HttpRoute(HttpClient client, HttpTarget given) {
    this.client = client;
    this.given = given;
    this.target = given;
    this.id =
        new SourceId(
            InetSocketAddress.createUnresolved(given.host(), given.port()),
            Optional.of(URI.create(given.name())));
  }

  /** What its bytes are counted under. */
  SourceId id() {
    return id;
  }

  /** What people call it. */
  String name() {
    return given.name();
  }

  /** A connection to where it leads, as far as that is known. */
  CompletableFuture<HttpConnection> open(EventLoop loop) {
    HttpHop known = place;
    if (known != null) {
      return client
          .open(loop, known)
          .whenCompleteAsync((connection, failure) -> placed(known, failure), loop);
    }
    HttpTarget wanted = target;
    return client
        .open(loop, wanted, from)
        .thenApply(
            connection -> {
              if (target.equals(wanted)) {
                place = connection.hop();
              }
              return connection;
            });
  }

  /** A place that doesn't answer any more may have moved. */
  private void placed(HttpHop known, @Nullable Throwable failure) {
    if (failure != null && known.equals(place)) {
      place = null;
    }
  }

  /** Whether it leads there, as far as is known. */
  boolean leadsTo(HttpHop hop) {
    return hop.target().equals(target);
  }

  /**
   * Follows a redirect, if a failure is one.
   *
   * @param at which place that happened
   * @return false: the failure is another one
   * @throws HttpFailure if it is not to be followed
   */
  boolean follow(HttpHop at, TransportException failure) throws HttpFailure {
    if (!(failure instanceof HttpRedirect redirect)) {
      return false;
    }
    if (leadsTo(at)) { // or another connection has followed it meanwhile
      HttpTarget next = client.redirect(at, redirect.location(), redirects);
      redirects++;
      target = next;
      from = at;
      place = null;
    }
    return true;
  }

  /** Whether it leads elsewhere than to the given URL. */
  boolean isRedirected() {
    return from != null;
  }

  /** It leads to the file: redirects that follow are no endless round. */
  void arrived() {
    redirects = 0;
  }

  /** Begins at the given URL again: what it led to is gone. */
  void forget() {
    target = given;
    from = null;
    place = null;
    redirects = 0;
  }

  /** Why a connection could not be made. */
  static TransportException cause(@Nullable Throwable failure) {
    Throwable cause = failure == null ? null : Failure.cause(failure);
    return cause instanceof TransportException known
        ? known
        : new TransportException.Unreachable(
            ErrorCode.UNKNOWN, "the server cannot be reached", cause);
  }
}
