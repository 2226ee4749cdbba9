package dev.shoal.peer.internal.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.peer.ShoalException;
import org.junit.jupiter.api.Test;

class EncodedPasswordTest {
  @Test
  void shouldLeaveNothingWhenWiped() throws Exception {
    EncodedPassword secret = EncodedPassword.of("größer".toCharArray());
    ByteString sent = secret.bytes();
    assertThat(sent.toStringUtf8()).isEqualTo("größer");
    secret.wipe();
    assertThat(sent.toByteArray()).containsOnly(0);
    assertThat(secret).hasToString("EncodedPassword");
  }

  @Test
  void shouldRefuseWhatCannotBeAPasswordWithoutRepeatingIt() {
    isRefused(new char[0], "a password has 1 to 1024 bytes of UTF-8");
    isRefused("ü".repeat(513).toCharArray(), "a password has 1 to 1024 bytes of UTF-8");
    isRefused(new char[] {'a', '\ud800'}, "the password has characters that do not exist");
  }

  private static void isRefused(char[] password, String sentence) {
    assertThatThrownBy(() -> EncodedPassword.of(password))
        .isExactlyInstanceOf(ShoalException.class)
        .hasMessage(sentence);
  }
}
