package dev.shoal.transport;

import dev.shoal.transport.internal.tls.OwnKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The JDK's own blocking TLS, which believes everybody: the other side of tests with bare bytes.
 */
final class RawTls {
  private final SSLContext context;

  private RawTls(SSLContext context) {
    this.context = context;
  }

  /** That of a node with its key and certificates. */
  static RawTls of(Identity identity) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new OwnKey(identity)}, new TrustManager[] {new Believer()}, null);
      return new RawTls(context);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** That of somebody without any key. */
  static RawTls anonymous() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Believer()}, null);
      return new RawTls(context);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Dials; the handshake is yet to begin. */
  SSLSocket dial(InetAddress host, int port) throws IOException {
    return (SSLSocket) context.getSocketFactory().createSocket(host, port);
  }

  /** Goes on by TLS with a socket that was dialled. */
  SSLSocket dialled(Socket socket) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    tls.startHandshake();
    return tls;
  }

  /** Goes on by TLS with a socket that was accepted. */
  SSLSocket accepted(Socket socket) throws IOException {
    SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
    tls.setNeedClientAuth(true);
    return tls;
  }

  private static final class Believer extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
