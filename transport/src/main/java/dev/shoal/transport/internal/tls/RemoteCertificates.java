package dev.shoal.transport.internal.tls;

import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.PlainText;
import dev.shoal.transport.RemoteIdentity;
import dev.shoal.transport.TransportException;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Tells from the certificates of a finished handshake who is there. */
public final class RemoteCertificates {
  private RemoteCertificates() {}

  /**
   * Who the other side is.
   *
   * @throws TransportException.Untrusted if it has shown no certificate
   */
  public static RemoteIdentity read(SslHandler tls) throws TransportException.Untrusted {
    try {
      Certificate[] chain = tls.engine().getSession().getPeerCertificates();
      if (chain.length > 0 && chain[0] instanceof X509Certificate own) {
        return new RemoteIdentity(
            PeerId.of(own.getPublicKey()),
            PeerTrust.isIssued(own),
            PlainText.of(own.getSubjectX500Principal().getName()));
      }
      throw new TransportException.Untrusted("the other side shows no certificate", null);
    } catch (SSLPeerUnverifiedException e) {
      throw new TransportException.Untrusted("the other side shows no certificate", e);
    }
  }
}
