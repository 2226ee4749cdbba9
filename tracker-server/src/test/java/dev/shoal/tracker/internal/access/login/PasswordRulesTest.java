package dev.shoal.tracker.internal.access.login;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import org.junit.jupiter.api.Test;

class PasswordRulesTest {
  @Test
  void shouldTakeWhateverIsLongEnough() {
    assertThatCode(() -> check("12345678")).doesNotThrowAnyException();
    assertThatCode(() -> check("\u00e9\u00e9\u00e9\u00e9")).doesNotThrowAnyException();
    assertThatCode(() -> check("x".repeat(1024))).doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseWhatIsTooShortTooLongOrTheName() {
    assertRefused("1234567", "a password has at least 8 characters");
    assertRefused("x".repeat(1025), "a password has at most 1024 bytes of UTF-8");
    assertRefused("alice.w0nder", "the password must not be the user's name");
  }

  private static void assertRefused(String password, String message) {
    assertThatThrownBy(() -> check(password))
        .hasMessage(message)
        .extracting("code")
        .isEqualTo(ErrorCode.BAD_REQUEST);
  }

  private static void check(String password) throws dev.shoal.protocol.ProtocolException {
    PasswordRules.checkNew(ByteString.copyFromUtf8(password), "Alice.W0nder");
  }
}
