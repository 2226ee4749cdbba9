package dev.shoal.transport;

import org.jspecify.annotations.Nullable;

/**
 * How the nodes of a test talk to each other.
 *
 * @param tls who encrypts; null: nobody
 */
record Way(TransportKind transport, @Nullable TlsProvider tls) {
  boolean isEncrypted() {
    return tls != null;
  }

  @Override
  public String toString() {
    return tls == null ? transport.toString() : transport + "-TLS-" + tls;
  }
}
