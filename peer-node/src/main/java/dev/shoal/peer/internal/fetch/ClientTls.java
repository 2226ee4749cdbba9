package dev.shoal.peer.internal.fetch;

import dev.shoal.peer.HttpSourcePolicy;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards web servers: certificates of the system's or the policy's authorities, for the host
 * that the URL names. Thread-safe.
 */
final class ClientTls {
  private final HttpSourcePolicy policy;
  private final Executor workers;
  private @Nullable CompletableFuture<SslContext> context;

  /**
   * @param workers reads the authorities, and computes handshakes
   */
  ClientTls(HttpSourcePolicy policy, Executor workers) {
    this.policy = policy;
    this.workers = workers;
  }

  /** A handler for a connection with that target; of null if that is not encrypted. */
  CompletableFuture<@Nullable SslHandler> handler(HttpTarget target, ByteBufAllocator allocator) {
    if (!target.secure()) {
      return CompletableFuture.completedFuture(null);
    }
    return context()
        .thenApply(
            ready -> {
              SslHandler handler =
                  ready.newHandler(allocator, target.host(), target.port(), workers);
              handler.setHandshakeTimeout(
                  policy.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
              handler.setCloseNotifyFlushTimeoutMillis(0); // nothing unsent matters by then
              return handler;
            });
  }

  /** Made when it is first needed, since the system's authorities take time to read. */
  private synchronized CompletableFuture<SslContext> context() {
    CompletableFuture<SslContext> known = context;
    if (known == null || known.isCompletedExceptionally()) {
      known = CompletableFuture.supplyAsync(this::make, workers);
      context = known;
    }
    return known;
  }

  private SslContext make() {
    Optional<Path> authorities = policy.authorities();
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
      authorities.map(Path::toFile).ifPresent(builder::trustManager);
      return builder.build();
    } catch (IOException | IllegalArgumentException e) {
      throw new CompletionException(
          HttpFailure.lasting(
              ErrorCode.UNTRUSTED, "the authorities that are trusted can't be read", e));
    }
  }

  /** Nobody answers there. */
  static TransportException unreachable(HttpHop hop, @Nullable Throwable cause) {
    return new TransportException.Unreachable(
        ErrorCode.UNKNOWN, "the server " + hop.target().hostHeader() + " cannot be reached", cause);
  }

  /** TLS did not come about. */
  static TransportException refused(HttpHop hop, @Nullable Throwable cause) {
    if (isDistrust(cause)) {
      return new TransportException.Untrusted(
          "the certificate of " + hop.target().hostHeader() + " is not one that is trusted", cause);
    }
    return cause instanceof SSLException
        ? new TransportException.Unreachable(
            ErrorCode.UNKNOWN,
            "the server " + hop.target().hostHeader() + " and this node find no common TLS",
            cause)
        : unreachable(hop, cause);
  }

  private static boolean isDistrust(@Nullable Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof CertificateException
          || at instanceof CertPathBuilderException
          || at instanceof CertPathValidatorException) {
        return true;
      }
    }
    return false;
  }
}
