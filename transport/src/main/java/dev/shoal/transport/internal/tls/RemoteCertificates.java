package dev.shoal.transport.internal.tls;

import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.PlainText;
import dev.shoal.transport.RemoteIdentity;
import dev.shoal.transport.TransportException;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Tells from the certificates of a finished handshake who is there. */
public final class RemoteCertificates {
  private RemoteCertificates() {}

  /** Kinds of names, as {@link X509Certificate#getSubjectAlternativeNames()} numbers them. */
  private static final Integer DNS_NAME = 2;

  private static final Integer IP_ADDRESS = 7;
  private static final int MOST_HOSTS = 100;

  /**
   * Who the other side is.
   *
   * @throws TransportException.Untrusted if it has shown no certificate
   */
  public static RemoteIdentity read(SslHandler tls) throws TransportException.Untrusted {
    try {
      Certificate[] chain = tls.engine().getSession().getPeerCertificates();
      if (chain.length > 0 && chain[0] instanceof X509Certificate own) {
        return of(own);
      }
      throw new TransportException.Untrusted("the other side shows no certificate", null);
    } catch (SSLPeerUnverifiedException e) {
      throw new TransportException.Untrusted("the other side shows no certificate", e);
    }
  }

  /** Who the holder of a certificate is, whether or not the certificate is to be believed. */
  public static RemoteIdentity of(X509Certificate own) {
    return new RemoteIdentity(
        PeerId.of(own.getPublicKey()),
        PeerTrust.isIssued(own),
        PlainText.of(own.getSubjectX500Principal().getName()),
        hosts(own));
  }

  private static List<String> hosts(X509Certificate certificate) {
    @Nullable Collection<List<?>> names;
    try {
      names = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException | RuntimeException e) {
      return List
          .of(); // it names none that makes sense; for some addresses the JDK says so unchecked
    }
    return names == null
        ? List.of()
        : names.stream()
            .filter(name -> name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS))
            .map(name -> String.valueOf(name.get(1)))
            .limit(MOST_HOSTS)
            .toList();
  }
}
