package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import org.junit.jupiter.api.Test;

class PeerIdTest {
  @Test
  void shouldBeHashOfEncodedKey() throws GeneralSecurityException {
    PublicKey key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();

    PeerId id = PeerId.of(key);

    assertThat(id.toBytes()).isEqualTo(NaiveTree.sha256(key.getEncoded()));
    assertThat(PeerId.fromBytes(id.toBytes())).isEqualTo(id).hasSameHashCodeAs(id);
    assertThat(id.toString()).matches("[0-9a-f]{64}");
  }

  @Test
  void shouldRefuseBytesOfAnotherLength() {
    assertThatIllegalArgumentException().isThrownBy(() -> PeerId.fromBytes(new byte[31]));
  }
}
