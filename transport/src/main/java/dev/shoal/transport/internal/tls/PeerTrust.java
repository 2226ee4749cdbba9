package dev.shoal.transport.internal.tls;

import io.netty.handler.ssl.OpenSslCertificateException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Takes two kinds of certificates, those of nodes that vouch for themselves and those that an
 * authority has issued, and no others. Whether the node is the one that was meant is decided
 * afterwards, by its key: names and addresses in certificates do not matter. Immutable.
 */
public final class PeerTrust extends X509ExtendedTrustManager {
  /** Certificates that a node may send; checking them costs time. */
  private static final int LONGEST_CHAIN = 8;

  private static final Set<String> SELF_SIGNATURES =
      Set.of("SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA");

  /** X509_V_ERR_CERT_REJECTED. */
  private static final int CERTIFICATE_REJECTED = 28;

  private static final int DIGITAL_SIGNATURE = 0;
  private static final Set<String> PURPOSES =
      Set.of(
          "2.5.29.37.0", // any
          "1.3.6.1.5.5.7.3.1", // TLS server
          "1.3.6.1.5.5.7.3.2"); // TLS client

  private final Set<X509Certificate> authorities;
  private final Set<TrustAnchor> anchors;
  private final boolean authoritiesOnly;

  /**
   * @param authorities whose certificates are taken
   * @param authoritiesOnly whether nodes that vouch for themselves are not
   */
  public PeerTrust(List<X509Certificate> authorities, boolean authoritiesOnly) {
    this.authorities = Set.copyOf(authorities);
    this.anchors =
        this.authorities.stream()
            .map(authority -> new TrustAnchor(authority, null))
            .collect(Collectors.toUnmodifiableSet());
    this.authoritiesOnly = authoritiesOnly;
  }

  /** Whether a certificate that was taken is from an authority. */
  static boolean isIssued(X509Certificate certificate) {
    return !certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  @Override
  public void checkClientTrusted(
      X509Certificate[] chain, String authentication, @Nullable SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(
      X509Certificate[] chain, String authentication, @Nullable SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(
      X509Certificate[] chain, String authentication, @Nullable Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(
      X509Certificate[] chain, String authentication, @Nullable Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authentication)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authentication)
      throws CertificateException {
    check(chain);
  }

  /** None: the other side is not to choose by them, but to show what it has. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0 || chain.length > LONGEST_CHAIN) {
      throw refused("the other side shows " + chain.length + " certificates", null);
    }
    if (isIssued(chain[0])) {
      checkIssued(chain);
    } else if (authoritiesOnly) {
      throw refused(
          "the other side's certificate is signed by itself; only those of authorities are taken",
          null);
    } else if (chain.length > 1) {
      throw refused(
          "the other side's certificate is signed by itself, yet others come with it", null);
    } else {
      checkSelfSigned(chain[0]);
    }
  }

  private static void checkSelfSigned(X509Certificate certificate) throws CertificateException {
    if (!KeyChecks.isP256(certificate.getPublicKey())
        || !SELF_SIGNATURES.contains(certificate.getSigAlgName())) {
      throw refused("the other side's certificate is not one for ECDSA on the curve P-256", null);
    }
    try {
      certificate.verify(certificate.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw refused("the other side's certificate has a wrong signature", e);
    }
  }

  private void checkIssued(X509Certificate[] chain) throws CertificateException {
    if (anchors.isEmpty()) {
      throw refused(
          "the other side's certificate is from an authority, and none is trusted here", null);
    }
    X509Certificate own = chain[0];
    if (!KeyChecks.isTaken(own.getPublicKey()) || !isForThis(own)) {
      throw refused("the other side's certificate is not one for proving who a node is", null);
    }
    List<X509Certificate> path = new ArrayList<>(Arrays.asList(chain));
    path.removeIf(authorities::contains); // an authority may come along, but not vouch for itself
    try {
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(path), parameters(anchors));
    } catch (GeneralSecurityException e) {
      throw refused(
          "the other side's certificate is not valid by any authority trusted here: "
              + e.getMessage(),
          e);
    }
  }

  /** Of the one kind that makes BoringSSL tell the other side that it is about the certificate. */
  private static CertificateException refused(String why, @Nullable Throwable cause) {
    return new OpenSslCertificateException(why, cause, CERTIFICATE_REJECTED);
  }

  private static boolean isForThis(X509Certificate certificate) throws CertificateException {
    boolean[] usage = certificate.getKeyUsage();
    List<String> purposes = certificate.getExtendedKeyUsage();
    return (usage == null || usage[DIGITAL_SIGNATURE])
        && (purposes == null || purposes.stream().anyMatch(PURPOSES::contains));
  }

  private static PKIXParameters parameters(Set<TrustAnchor> anchors)
      throws InvalidAlgorithmParameterException {
    PKIXParameters parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false); // there is nobody to ask on a machine's own network
    return parameters;
  }
}
