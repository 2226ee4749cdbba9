package dev.shoal.peer.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import org.junit.jupiter.api.Test;

class IdentityPemTest {
  private static final Identity IDENTITY = Identity.generate();

  @Test
  void shouldReadWhatItWrote() throws Exception {
    Identity read = IdentityPem.decode(IdentityPem.encode(IDENTITY));

    assertThat(read.peerId()).isEqualTo(IDENTITY.peerId());
    assertThat(read.keys().getPrivate()).isEqualTo(IDENTITY.keys().getPrivate());
  }

  @Test
  void shouldReadWindowsLineEnds() throws Exception {
    String text = IdentityPem.encode(IDENTITY).replace("\n", "\r\n");

    assertThat(IdentityPem.decode(text).peerId()).isEqualTo(IDENTITY.peerId());
  }

  @Test
  void shouldRefuseKeysThatDoNotBelongTogether() {
    String own = IdentityPem.encode(IDENTITY);
    String other = IdentityPem.encode(Identity.generate());
    int border = own.indexOf("-----BEGIN PUBLIC");

    assertThatThrownBy(() -> IdentityPem.decode(own.substring(0, border) + other.substring(border)))
        .isInstanceOf(InvalidKeySpecException.class);
  }

  @Test
  void shouldRefuseOtherCurves() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    KeyPair keys = generator.generateKeyPair();

    assertThatThrownBy(() -> IdentityPem.decode(IdentityPem.encode(new Identity(keys))))
        .isInstanceOf(InvalidKeySpecException.class);
  }

  @Test
  void shouldRefuseWhateverIsCutOff() {
    String text = IdentityPem.encode(IDENTITY).strip();
    for (int length = 0; length < text.length(); length++) {
      String cut = text.substring(0, length);
      assertThatThrownBy(() -> IdentityPem.decode(cut)).isInstanceOf(InvalidKeySpecException.class);
    }
  }

  @Test
  void shouldNotShowPrivateKey() {
    assertThat(IDENTITY).hasToString("Identity[" + IDENTITY.peerId() + "]");
  }
}
