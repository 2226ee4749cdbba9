package dev.shoal.transport;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** Whose implementation of TLS encrypts connections. */
public enum TlsProvider {
  /** {@link #OPENSSL} where it works, otherwise {@link #JDK}. */
  AUTO,
  /** The JDK's, everywhere. */
  JDK,
  /** BoringSSL by Netty's native library, which is about twice as fast. */
  OPENSSL;

  /** Whether it works on this machine. */
  public boolean isAvailable() {
    return this != OPENSSL
        || (OpenSsl.isAvailable() && SslProvider.isTlsv13Supported(SslProvider.OPENSSL));
  }

  /** Netty's name of it. */
  SslProvider sslProvider() {
    boolean openSsl = this == OPENSSL || (this == AUTO && OPENSSL.isAvailable());
    return openSsl ? SslProvider.OPENSSL : SslProvider.JDK;
  }
}
