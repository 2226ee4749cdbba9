package dev.shoal.transport.internal.tls;

import dev.shoal.transport.Identity;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.internal.tcnative.SSL;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Makes the handlers that encrypt: TLS 1.3 only, with certificates of both sides, and every
 * connection with a handshake of its own. Immutable.
 */
public final class TlsContexts {
  private static final String VERSION = "TLSv1.3";
  private static final List<String> CIPHERS =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /** As the JDK's own limit of one message of a handshake; BoringSSL's is thrice that. */
  private static final int LARGEST_CERTIFICATES = 32 * 1024;

  /** The JDK gives out no tickets for sessions that are to last longer than a ticket may. */
  private static final long LONGER_THAN_TICKETS = TimeUnit.DAYS.toSeconds(8);

  private final SslContext accepting;
  private final SslContext dialling;

  /**
   * @param provider the collected kind of OpenSSL's, not the counted one: these live as long as
   *     their owner, which nobody closes, and the handlers free what belongs to a connection
   */
  public TlsContexts(Identity identity, PeerTrust trust, SslProvider provider) {
    OwnKey own = new OwnKey(identity);
    try {
      accepting =
          common(SslContextBuilder.forServer(own), trust, provider)
              .clientAuth(ClientAuth.REQUIRE)
              .build();
      dialling =
          common(SslContextBuilder.forClient().keyManager(own), trust, provider)
              .endpointIdentificationAlgorithm(null)
              .build();
    } catch (SSLException e) {
      throw new IllegalArgumentException("TLS can't be set up with this identity", e);
    }
  }

  private static SslContextBuilder common(
      SslContextBuilder builder, PeerTrust trust, SslProvider provider) {
    if (provider == SslProvider.OPENSSL) {
      builder.option(OpenSslContextOption.MAX_CERTIFICATE_LIST_BYTES, LARGEST_CERTIFICATES);
      builder.option(OpenSslContextOption.USE_TASKS, true); // whatever the process is told
    }
    return builder
        .sslProvider(provider)
        .trustManager(trust)
        .protocols(VERSION)
        .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .sessionTimeout(LONGER_THAN_TICKETS)
        .sessionCacheSize(1);
  }

  /**
   * For an accepted connection.
   *
   * @param worker on which its handshake is computed
   */
  public SslHandler accepting(ByteBufAllocator allocator, Executor worker) {
    return prepared(accepting.newHandler(allocator, worker));
  }

  /**
   * For a dialled connection. Without its address, no session is ever resumed.
   *
   * @param worker on which its handshake is computed
   */
  public SslHandler dialling(ByteBufAllocator allocator, Executor worker) {
    return prepared(dialling.newHandler(allocator, worker));
  }

  private static SslHandler prepared(SslHandler handler) {
    // One time limit covers the handshake and the greeting, and is not this handler's.
    handler.setHandshakeTimeoutMillis(0);
    if (handler.engine() instanceof ReferenceCountedOpenSslEngine engine) {
      // Netty gives tickets out for every connection, unless the whole process is told otherwise.
      SSL.setOptions(engine.sslPointer(), SSL.SSL_OP_NO_TICKET);
    }
    return handler;
  }
}
