package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.transport.internal.tls.Pem;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IdentityPemTest {
  private static final Identity IDENTITY = Identity.generate();
  private static final String TEXT = IdentityPem.encode(IDENTITY);
  private static final int CERTIFICATE = TEXT.indexOf("-----BEGIN CERTIFICATE");

  @Test
  void shouldReadWhatItWrote() throws Exception {
    IdentityPem.Content read = IdentityPem.decode(TEXT);

    assertThat(read.hadCertificate()).isTrue();
    assertThat(read.identity().peerId()).isEqualTo(IDENTITY.peerId());
    assertThat(read.identity().privateKey()).isEqualTo(IDENTITY.privateKey());
    assertThat(read.identity().certificates()).isEqualTo(IDENTITY.certificates());
  }

  @Test
  void shouldMakeACertificateWhenThereIsNone() throws Exception {
    IdentityPem.Content read = IdentityPem.decode(TEXT.substring(0, CERTIFICATE));

    assertThat(read.hadCertificate()).isFalse();
    assertThat(read.identity().peerId()).isEqualTo(IDENTITY.peerId());
    assertThat(read.identity().certificates()).hasSize(1);
  }

  @Test
  void shouldReadWindowsLineEnds() throws Exception {
    assertThat(IdentityPem.decode(TEXT.replace("\n", "\r\n")).identity().peerId())
        .isEqualTo(IDENTITY.peerId());
  }

  @Test
  void shouldRefuseKeysThatDoNotBelongTogether() {
    String other = IdentityPem.encode(Identity.generate());
    int border = TEXT.indexOf("-----BEGIN PUBLIC");

    assertRefused(TEXT.substring(0, border) + other.substring(other.indexOf("-----BEGIN PUBLIC")));
  }

  @Test
  void shouldRefuseAnothersCertificate() {
    String other = IdentityPem.encode(Identity.generate());

    assertRefused(
        TEXT.substring(0, CERTIFICATE) + other.substring(other.indexOf("-----BEGIN CERTIFICATE")));
  }

  @Test
  void shouldRefuseOtherCurves() {
    KeyPair keys = TestAuthority.ec("secp384r1");

    assertRefused(
        Pem.section(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded())
            + Pem.section(Pem.PUBLIC_KEY, keys.getPublic().getEncoded()));
  }

  @Test
  void shouldRefuseWhateverIsCutOff() {
    String text = TEXT.strip();
    for (int length = 0; length < text.length(); length++) {
      if (length < CERTIFICATE - 1
          || length >= CERTIFICATE + "-----BEGIN CERTIFICATE-----".length()) {
        assertRefused(text.substring(0, length));
      }
    }
  }

  /** Whatever becomes of a file, there is an identity in it or a sentence about it. */
  @Property(tries = 300)
  void shouldBearAnyBytes(@ForAll byte[] bytes) {
    assertReadOrRefused(Pem.text(bytes));
    assertReadOrRefused(Pem.section(Pem.PRIVATE_KEY, bytes) + TEXT);
    assertReadOrRefused(
        Pem.section(Pem.PRIVATE_KEY, bytes) + TEXT.substring(TEXT.indexOf("-----BEGIN PUBLIC")));
    assertReadOrRefused(TEXT.substring(0, CERTIFICATE) + Pem.section(Pem.CERTIFICATE, bytes));
    assertReadOrRefused(Pem.section("EC PRIVATE KEY", bytes));
    assertReadOrRefused(Pem.section("RSA PRIVATE KEY", bytes));
  }

  @Property(tries = 1000)
  void shouldBearAnyChange(
      @ForAll @IntRange(max = 5000) int place, @ForAll byte change, @ForAll boolean inside) {
    byte[] bytes = TEXT.getBytes(StandardCharsets.US_ASCII);
    bytes[place % bytes.length] = change;
    assertReadOrRefused(Pem.text(bytes));
    byte[] key = IDENTITY.privateKey().getEncoded();
    key[place % key.length] = change;
    byte[] kept = inside ? key : Arrays.copyOf(key, place % key.length);
    assertReadOrRefused(
        Pem.section(Pem.PRIVATE_KEY, kept) + TEXT.substring(TEXT.indexOf("-----BEGIN PUBLIC")));
  }

  private static void assertReadOrRefused(String text) {
    try {
      assertThat(IdentityPem.decode(text).identity().peerId()).isEqualTo(IDENTITY.peerId());
    } catch (InvalidIdentityException e) {
      assertThat(e).hasMessageMatching(".{5,200}");
    }
  }

  private static void assertRefused(String text) {
    assertThatThrownBy(() -> IdentityPem.decode(text)).isInstanceOf(InvalidIdentityException.class);
  }
}
