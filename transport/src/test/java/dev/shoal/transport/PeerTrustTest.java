package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.transport.internal.tls.PeerTrust;
import dev.shoal.transport.internal.tls.SelfSigned;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

class PeerTrustTest {
  private static final X500Principal NAME = new X500Principal("CN=somebody");

  private final TestAuthority trusted = TestAuthority.root("root");
  private final KeyPair keys = TestAuthority.ec("secp256r1");
  private final TestAuthority.Terms terms = new TestAuthority.Terms();
  private final PeerTrust everybody = new PeerTrust(List.of(), false);
  private final PeerTrust both = new PeerTrust(List.of(trusted.certificate()), false);
  private final PeerTrust issuedOnly = new PeerTrust(List.of(trusted.certificate()), true);

  private X509Certificate selfSigned(KeyPair own) {
    return TestAuthority.sign(NAME, own.getPrivate(), NAME, own, terms);
  }

  private static void assertTaken(PeerTrust trust, List<X509Certificate> chain) {
    X509Certificate[] shown = chain.toArray(X509Certificate[]::new);
    assertThatCode(() -> trust.checkClientTrusted(shown, "UNKNOWN")).doesNotThrowAnyException();
    assertThatCode(() -> trust.checkServerTrusted(shown, "UNKNOWN")).doesNotThrowAnyException();
  }

  private static void assertRefused(PeerTrust trust, List<X509Certificate> chain, String why) {
    X509Certificate[] shown = chain.toArray(X509Certificate[]::new);
    assertThatThrownBy(() -> trust.checkClientTrusted(shown, "UNKNOWN"))
        .isInstanceOf(CertificateException.class)
        .hasMessageContaining(why);
    assertThatThrownBy(() -> trust.checkServerTrusted(shown, "UNKNOWN"))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void shouldTakeWhoeverVouchesForItself() {
    assertTaken(everybody, List.of(SelfSigned.certificate(keys)));
    assertTaken(both, List.of(SelfSigned.certificate(keys)));
    assertRefused(
        issuedOnly, List.of(SelfSigned.certificate(keys)), "only those of authorities are taken");
  }

  /** Clocks on a network of one's own are often wrong, and the key is what counts. */
  @Test
  void shouldNotMindWhenASelfSignedCertificateIsOver() {
    terms.validFrom = Duration.ofDays(-3);
    terms.validUntil = Duration.ofDays(-2);

    assertTaken(everybody, List.of(selfSigned(keys)));
  }

  @Test
  void shouldRefuseSelfSignedCertificatesOfOtherKinds() {
    assertRefused(
        everybody, List.of(selfSigned(TestAuthority.ec("secp384r1"))), "ECDSA on the curve P-256");
    assertRefused(
        everybody, List.of(selfSigned(TestAuthority.rsa(2048))), "ECDSA on the curve P-256");
  }

  @Test
  void shouldRefuseASelfSignedCertificateThatAnotherKeyHasSigned() {
    KeyPair other = TestAuthority.ec("secp256r1");

    assertRefused(
        everybody,
        List.of(TestAuthority.sign(NAME, other.getPrivate(), NAME, keys, terms)),
        "wrong signature");
  }

  @Test
  void shouldRefuseCertificatesThatComeWithASelfSignedOne() {
    assertRefused(
        both,
        List.of(SelfSigned.certificate(keys), trusted.certificate()),
        "yet others come with it");
  }

  @Test
  void shouldTakeWhatATrustedAuthorityIssued() {
    assertTaken(both, trusted.issue(keys, terms));
    assertTaken(issuedOnly, trusted.issue(keys, terms));
    assertTaken(issuedOnly, trusted.issue(TestAuthority.rsa(2048), terms));
  }

  @Test
  void shouldTakeWhatAnOfficeOfATrustedAuthorityIssued() {
    TestAuthority office = trusted.intermediate("office", 0);
    List<X509Certificate> chain = office.issue(keys, terms);

    assertTaken(issuedOnly, chain);
    assertTaken(issuedOnly, List.of(chain.get(0), chain.get(1), trusted.certificate()));
    assertRefused(issuedOnly, chain.subList(0, 1), "not valid by any authority trusted here");
  }

  @Test
  void shouldRefuseWhatOtherAuthoritiesIssued() {
    List<X509Certificate> chain = TestAuthority.root("root").issue(keys, terms);

    assertRefused(everybody, chain, "is from an authority, and none is trusted here");
    assertRefused(both, chain, "not valid by any authority trusted here");
  }

  @Test
  void shouldRefuseWhatANodeIssued() {
    KeyPair node = TestAuthority.ec("secp256r1");
    X509Certificate issued = trusted.issue(node, terms).get(0);
    X509Certificate forged =
        TestAuthority.sign(issued.getSubjectX500Principal(), node.getPrivate(), NAME, keys, terms);

    assertRefused(both, List.of(forged, issued), "not valid by any authority trusted here");
  }

  @Test
  void shouldRefuseCertificatesThatAreOverOrNotYetValid() {
    terms.validUntil = Duration.ofHours(-1);
    assertRefused(both, trusted.issue(keys, terms), "not valid by any authority trusted here");
    terms.validFrom = Duration.ofHours(1);
    terms.validUntil = Duration.ofHours(2);
    assertRefused(both, trusted.issue(keys, terms), "not valid by any authority trusted here");
  }

  @Test
  void shouldRefuseCertificatesForOtherPurposes() {
    terms.purpose = KeyPurposeId.id_kp_codeSigning;
    assertRefused(both, trusted.issue(keys, terms), "not one for proving who a node is");
    terms.purpose = KeyPurposeId.id_kp_serverAuth;
    assertTaken(both, trusted.issue(keys, terms));
  }

  @Test
  void shouldRefuseWeakKeys() {
    assertRefused(
        both, trusted.issue(TestAuthority.rsa(1024), terms), "not one for proving who a node is");
  }

  @Test
  void shouldRefuseEmptyAndEndlessChains() {
    assertRefused(both, List.of(), "shows 0 certificates");
    assertRefused(
        both,
        java.util.Collections.nCopies(9, SelfSigned.certificate(keys)),
        "shows 9 certificates");
  }
}
