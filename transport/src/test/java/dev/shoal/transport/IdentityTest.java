package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.protocol.PeerId;
import dev.shoal.transport.internal.tls.CertificatePem;
import dev.shoal.transport.internal.tls.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
  private final TestAuthority authority = TestAuthority.root("root");
  private final KeyPair keys = TestAuthority.ec("secp256r1");

  @TempDir Path directory = Path.of("");
  private Path chain = Path.of("");
  private Path key = Path.of("");

  @BeforeEach
  void write() throws IOException {
    chain = directory.resolve("chain.pem");
    key = directory.resolve("key.pem");
    writeChain(authority.issue(keys, new TestAuthority.Terms()));
    writeKey(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded());
  }

  private void writeChain(List<X509Certificate> certificates) throws IOException {
    Files.writeString(chain, CertificatePem.encode(certificates));
  }

  private void writeKey(String label, byte[] content) throws IOException {
    Files.writeString(key, Pem.section(label, content));
  }

  private byte[] older() throws IOException {
    BigInteger secret = ((java.security.interfaces.ECPrivateKey) keys.getPrivate()).getS();
    return new ECPrivateKey(256, secret, SECObjectIdentifiers.secp256r1).getEncoded();
  }

  @Test
  void shouldShowItsKeyByACertificateOfItsOwn() throws Exception {
    Identity identity = Identity.generate();
    X509Certificate certificate = identity.certificates().get(0);

    certificate.verify(certificate.getPublicKey());
    assertThat(identity.certificates()).hasSize(1);
    assertThat(PeerId.of(certificate.getPublicKey())).isEqualTo(identity.peerId());
    assertThat(certificate.getSubjectX500Principal().getName())
        .isEqualTo("CN=shoal " + identity.peerId().toString().substring(0, 16));
    assertThat(certificate.getSerialNumber()).isPositive();
    assertThat(certificate.getNotBefore().toInstant())
        .isBefore(Instant.now().minus(Duration.ofHours(23)));
    assertThat(certificate.getNotAfter().toInstant())
        .isAfter(Instant.now().plus(Duration.ofDays(10_000)));
  }

  @Test
  void shouldNotShowItsPrivateKey() {
    Identity identity = Identity.generate();

    assertThat(identity).hasToString("Identity[" + identity.peerId() + "]");
  }

  @Test
  void shouldReadWhatAnAuthorityIssued() throws IOException {
    Identity identity = Identity.ofPem(chain, key);

    assertThat(identity.peerId()).isEqualTo(PeerId.of(keys.getPublic()));
    assertThat(identity.certificates()).hasSize(1);
  }

  @Test
  void shouldReadChainsWithComments() throws IOException {
    TestAuthority office = authority.intermediate("office", 0);
    List<X509Certificate> issued = office.issue(keys, new TestAuthority.Terms());
    Files.writeString(
        chain,
        "subject=/CN=node\r\n" + CertificatePem.encode(issued).replace("\n", "\r\n") + "end");

    assertThat(Identity.ofPem(chain, key).certificates()).isEqualTo(issued);
  }

  @Test
  void shouldReadOlderFormsOfKeys() throws IOException {
    writeKey("EC PRIVATE KEY", older());
    assertThat(Identity.ofPem(chain, key).peerId()).isEqualTo(PeerId.of(keys.getPublic()));
  }

  @Test
  void shouldReadKeysOfRsa() throws IOException {
    KeyPair rsa = TestAuthority.rsa(2048);
    writeChain(authority.issue(rsa, new TestAuthority.Terms()));
    writeKey(Pem.PRIVATE_KEY, rsa.getPrivate().getEncoded());
    assertThat(Identity.ofPem(chain, key).peerId()).isEqualTo(PeerId.of(rsa.getPublic()));
    writeKey(
        "RSA PRIVATE KEY",
        PrivateKeyInfo.getInstance(rsa.getPrivate().getEncoded())
            .parsePrivateKey()
            .toASN1Primitive()
            .getEncoded());
    assertThat(Identity.ofPem(chain, key).peerId()).isEqualTo(PeerId.of(rsa.getPublic()));
  }

  @Test
  void shouldRefuseWeakKeys() throws IOException {
    KeyPair weak = TestAuthority.rsa(1024);
    writeChain(authority.issue(weak, new TestAuthority.Terms()));
    writeKey(Pem.PRIVATE_KEY, weak.getPrivate().getEncoded());
    assertRefused("neither one for ECDSA on the curve P-256 nor RSA of 2048 to 8192 bits");

    KeyPair other = TestAuthority.ec("secp384r1");
    writeChain(authority.issue(other, new TestAuthority.Terms()));
    writeKey(Pem.PRIVATE_KEY, other.getPrivate().getEncoded());
    assertRefused("neither one for ECDSA on the curve P-256 nor RSA of 2048 to 8192 bits");
  }

  @Test
  void shouldRefuseAnothersKey() throws IOException {
    writeKey(Pem.PRIVATE_KEY, TestAuthority.ec("secp256r1").getPrivate().getEncoded());
    assertRefused("the private key does not belong to the public key beside it");

    writeKey(Pem.PRIVATE_KEY, TestAuthority.rsa(2048).getPrivate().getEncoded());
    assertRefused("the private key does not belong to the public key beside it");
  }

  @Test
  void shouldSayThatAKeyHasAPassword() throws IOException {
    writeKey("ENCRYPTED PRIVATE KEY", new byte[100]);
    assertRefused("the private key is protected by a password");
  }

  @Test
  void shouldSayThatThereIsNoKeyOrCertificate() throws IOException {
    Files.writeString(key, "nothing");
    assertRefused("there is no private key");
    Files.writeString(chain, "nothing");
    assertThatThrownBy(() -> Identity.ofPem(chain, key))
        .isInstanceOf(InvalidIdentityException.class)
        .hasMessage(chain + " can't be used: there is no certificate");
  }

  @Test
  void shouldSayThatThereIsNoFile() {
    assertThatThrownBy(() -> Identity.ofPem(chain, directory.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> Identity.ofPem(chain, key))
        .isInstanceOf(InvalidIdentityException.class)
        .hasMessageStartingWith(key + " can't be used: ")
        .hasMessageContaining(why);
  }
}
