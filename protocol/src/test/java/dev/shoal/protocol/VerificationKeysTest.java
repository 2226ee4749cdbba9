package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationKeysTest {
  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @EnumSource
  void shouldReadTheKeysOfRfc8032(Ed25519Keys keys) throws GeneralSecurityException {
    Signature ed25519 = Signature.getInstance("Ed25519");
    ed25519.initVerify(keys.publicKey());
    ed25519.update(keys.message());

    assertThat(ed25519.verify(keys.signature())).isTrue();
    assertThat(keys.sign(keys.message())).isEqualTo(keys.signature());
    assertThat(VerificationKeys.toBytes((EdECPublicKey) keys.publicKey()))
        .isEqualTo(keys.publicBytes());
  }

  @Test
  void shouldReadBackEveryKeyThatJavaMakes() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    for (int i = 0; i < 50; i++) {
      EdECPublicKey key = (EdECPublicKey) generator.generateKeyPair().getPublic();

      byte[] bytes = VerificationKeys.toBytes(key);

      assertThat(bytes).hasSize(VerificationKeys.LENGTH);
      assertThat(VerificationKeys.fromBytes(bytes)).isEqualTo(key);
    }
  }

  /** Every second y belongs to no point of the curve. */
  @Property(tries = 300)
  void shouldRefuseBytesOrGiveAKeyThatHasThem(@ForAll("bytes") byte[] bytes) {
    EdECPublicKey key;
    try {
      key = (EdECPublicKey) VerificationKeys.fromBytes(bytes);
    } catch (ProtocolException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
      return;
    }
    assertThat(VerificationKeys.toBytes(key)).isEqualTo(bytes);
  }

  @Provide
  Arbitrary<byte[]> bytes() {
    return Arbitraries.bytes().array(byte[].class).ofSize(VerificationKeys.LENGTH);
  }

  /** Under such a key one and the same signature is good for every message, or for many. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000", // order 1
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // order 2
        "0000000000000000000000000000000000000000000000000000000000000000", // order 4
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
      })
  void shouldRefusePointsOfSmallOrder(String key) {
    assertRefused(HEX.parseHex(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0200000000000000000000000000000000000000000000000000000000000000", // beside the curve
        "0100000000000000000000000000000000000000000000000000000000000080", // x is 0 and odd
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y = p
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y = p + 3
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void shouldRefuseWhatRfc8032DoesNotDecode(String key) {
    assertRefused(HEX.parseHex(key));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 1024})
  void shouldRefuseOtherLengths(int length) {
    assertRefused(new byte[length]);
  }

  private static void assertRefused(byte[] key) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> VerificationKeys.fromBytes(key))
        .withMessage("a verification key is 32 bytes of an Ed25519 key")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void shouldNotCutAKeyOfAnotherCurveShort() throws GeneralSecurityException {
    EdECPublicKey key =
        (EdECPublicKey) KeyPairGenerator.getInstance("Ed448").generateKeyPair().getPublic();

    assertThatIllegalArgumentException().isThrownBy(() -> VerificationKeys.toBytes(key));
  }
}
