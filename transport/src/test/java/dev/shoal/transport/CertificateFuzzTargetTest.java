package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.internal.tls.RemoteCertificates;
import dev.shoal.transport.testing.Variants;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

class CertificateFuzzTargetTest {
  @Test
  void shouldTakeTheSeeds() throws Exception {
    for (byte[] seed : CertificateSeeds.all()) {
      assertThat(CertificateFuzzTarget.isTaken(seed)).isTrue();
    }
  }

  /** A mask of an IPv6 network with a gap, which the JDK does not put into words. */
  @Test
  void shouldNameNoHostsWhenThereIsSuchAnAddressAmongThem() throws Exception {
    byte[] network = new byte[32];
    network[16] = (byte) 0xF0;
    network[31] = 1;
    TestAuthority.Terms terms = new TestAuthority.Terms();
    terms.hosts =
        List.of(
            new GeneralName(GeneralName.dNSName, "example.org"),
            new GeneralName(GeneralName.iPAddress, new DEROctetString(network)));
    X500Principal name = new X500Principal("CN=somebody");
    X509Certificate certificate =
        TestAuthority.sign(
            name, CertificateSeeds.NODE.getPrivate(), name, CertificateSeeds.NODE, terms);

    assertThat(RemoteCertificates.of(certificate).hosts())
        .isSubsetOf("example.org", "0:0:0:0:0:0:0:0/4");
  }

  @Test
  void shouldFindNothingWrongWithWhatIsLikeTheSeeds() {
    Variants.check(CertificateSeeds.all(), 1000, CertificateFuzzTarget::fuzzerTestOneInput);
  }
}
