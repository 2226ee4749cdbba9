package dev.shoal.tracker.internal.access.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AdministratorCodeTest {
  private final AdministratorCode code = AdministratorCode.random(new SecureRandom());
  private final String text = code.text().orElseThrow();

  @Test
  void shouldBeTwentyDigitsInGroupsThatDifferEachTime() {
    assertThat(text).matches("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}");
    assertThat(AdministratorCode.random(new SecureRandom()).text()).isNotEqualTo(code.text());
  }

  @Test
  void shouldMatchHoweverItIsTyped() {
    assertThat(code.matches(text)).isTrue();
    assertThat(code.matches(text.toLowerCase(Locale.ROOT).replace("-", ""))).isTrue();
    assertThat(code.matches(text.replace('-', ' ').replace('0', 'O').replace('1', 'l'))).isTrue();
  }

  @Test
  void shouldMatchNothingElse() {
    char other = text.charAt(0) == 'A' ? 'B' : 'A';
    assertThat(code.matches(other + text.substring(1))).isFalse();
    assertThat(code.matches(text.substring(1))).isFalse();
    assertThat(code.matches(text + "A")).isFalse();
    assertThat(code.matches("")).isFalse();
  }

  @Test
  void shouldMatchNothingOnceItIsSpent() {
    code.spend();
    assertThat(code.matches(text)).isFalse();
    assertThat(code.matches("")).isFalse();
    assertThat(code.text()).isEmpty();
    assertThat(AdministratorCode.none().matches("")).isFalse();
  }

  @Test
  void shouldNotShowItselfInLogs() {
    assertThat(code.toString()).doesNotContain(text.substring(0, 4));
  }
}
