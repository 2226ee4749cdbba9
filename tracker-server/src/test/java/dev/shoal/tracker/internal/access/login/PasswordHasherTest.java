package dev.shoal.tracker.internal.access.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {
  private final PasswordHasher hasher =
      new PasswordHasher(new HashingCost(8, 1, 1), new SecureRandom());

  @Test
  void shouldMatchThePasswordThatWasHashedAndNoOther() {
    String stored = hasher.hash("correct horse");
    assertThat(stored).startsWith("$argon2id$v=19$m=8,t=1,p=1$");
    assertThat(hasher.matches(stored, "correct horse")).isTrue();
    assertThat(hasher.matches(stored, "correct horsf")).isFalse();
    assertThat(hasher.matches(stored, "")).isFalse();
  }

  /** From the tests of the reference implementation. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"
      })
  void shouldMatchHashesOfOtherPrograms(String stored) {
    assertThat(hasher.matches(stored, "password")).isTrue();
    assertThat(hasher.matches(stored, "passwort")).isFalse();
  }

  @Test
  void shouldSaltEachHash() {
    assertThat(hasher.hash("correct horse")).isNotEqualTo(hasher.hash("correct horse"));
  }

  @Test
  void shouldTakeLettersForTheSameHoweverTheyAreComposed() {
    assertThat(hasher.matches(hasher.hash("caf\u00e9 au lait"), "cafe\u0301 au lait")).isTrue();
  }

  @Test
  void shouldMatchNothingWhenWhatIsStoredMakesNoSense() {
    assertThat(hasher.matches("", "")).isFalse();
    assertThat(hasher.matches("$argon2id$v=19$m=999999999,t=9,p=1$c29tZXNhbHQ$AAAA", "x"))
        .isFalse();
  }

  @Test
  void shouldMatchNothingAgainstItsDecoy() {
    assertThat(StoredHash.parse(hasher.decoy())).isPresent();
    assertThat(hasher.isOutdated(hasher.decoy())).isFalse();
    assertThat(hasher.matches(hasher.decoy(), "")).isFalse();
  }

  @Test
  void shouldTellWhenAHashIsOfAnotherCost() {
    String stored = hasher.hash("correct horse");
    PasswordHasher dearer = new PasswordHasher(new HashingCost(16, 1, 1), new SecureRandom());
    assertThat(hasher.isOutdated(stored)).isFalse();
    assertThat(dearer.isOutdated(stored)).isTrue();
    assertThat(dearer.matches(stored, "correct horse")).isTrue();
  }
}
