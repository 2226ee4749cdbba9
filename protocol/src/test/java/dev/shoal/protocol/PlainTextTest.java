package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "größer, 日本語, 😀", "a\u00a0b"})
  void shouldKeepWhatPeopleRead(String text) {
    assertThat(PlainText.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, 8, 9, 10, 13, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x200B, 0x200F, 0x2028, 0x2029, 0x202E,
        0x2066, 0xFEFF, 0xD800, 0xDFFF, 0xE0001, 0x10FFFF
      })
  void shouldReplaceWhatGarbles(int codePoint) {
    assertThat(PlainText.of("a" + Character.toString(codePoint) + "b")).isEqualTo("a\uFFFDb");
  }

  @Property
  void shouldBeShortAndPrintable(@ForAll("any") String text) {
    String plain = PlainText.of(text.repeat(4));

    assertThat(plain.codePoints().count()).isLessThanOrEqualTo(1024);
    assertThat(plain).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]");
    assertThat(PlainText.of(plain)).isEqualTo(plain);
  }

  @Provide
  Arbitrary<String> any() {
    return UnicodeTexts.any();
  }
}
