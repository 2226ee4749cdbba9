package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "Ann", "ann.smith-jones_2", "0-0", "x."})
  void shouldTakeLettersDigitsDotsHyphensAndUnderscores(String name) {
    assertThat(AccountNames.isValid(name)).isTrue();
    assertThatCode(() -> AccountNames.check(name, "user")).doesNotThrowAnyException();
  }

  /**
   * What would be taken for an option, a path, a column of a table, a line of a log, or another's
   * name.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "-force",
        "_",
        "a/b",
        "a\\b",
        "a b",
        "a\n",
        "\na",
        "a\r\nb",
        "a\tb",
        "a\u0000",
        "a\u001b[2J",
        "a:b",
        "a\"b",
        "\u0430nn", // Cyrillic a
        "\u00e4",
        "a\u0301",
        "\u0131",
        "\u212a", // the Kelvin sign, whose lower case is k
        "\uff41",
        "\u0661",
        "a\u202eb",
        "a\u200b"
      })
  void shouldTakeNothingElse(String name) {
    assertThat(AccountNames.isValid(name)).isFalse();
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> AccountNames.check(name, "group"))
        .withMessage(
            "the name of a group has 1 to 32 letters a to z, digits, dots, hyphens and underscores,"
                + " and begins with a letter or digit")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void shouldTakeThirtyTwoCharactersAndNoMore() {
    assertThat(AccountNames.isValid("a".repeat(Limits.MAX_ACCOUNT_NAME))).isTrue();
    assertThat(AccountNames.isValid("a".repeat(Limits.MAX_ACCOUNT_NAME + 1))).isFalse();
  }

  @Property(tries = 200)
  void shouldTakePrintableAsciiOnly(@ForAll @StringLength(max = 34) String name) {
    if (AccountNames.isValid(name)) {
      assertThat(name).hasSizeBetween(1, 32).matches("\\p{Graph}*");
    }
  }

  @Property(tries = 200)
  void shouldBeTheSameNameInEveryCase(
      @ForAll @CharRange(from = 'A', to = 'Z') @StringLength(min = 1, max = 32) String name) {
    String lower = name.toLowerCase(Locale.ROOT);

    assertThat(AccountNames.key(name)).isEqualTo(lower);
    assertThat(AccountNames.key(lower)).isEqualTo(lower);
    assertThat(AccountNames.isValid(AccountNames.key(name))).isTrue();
  }
}
