package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerIdTextTest {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private static final String HEX =
      "f0e1d2c3b4a5968778695a4b3c2d1e0f00112233445566778899aabbccddeeff";
  private static final String TEXT =
      "6DQ5FQ5-UUWLIOA-6DJLJFT-YLI6B4Y-ABCIRTI-RKWM54E-ITGVLXT-G5537QT";

  private static final int GROUP = 7;

  @Test
  void shouldBeWrittenInEightGroupsOfSeven() {
    assertThat(PeerId.parse(HEX).toText()).isEqualTo(TEXT);
    assertThat(PeerId.fromBytes(new byte[PeerId.LENGTH]).toText())
        .isEqualTo("AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA");
  }

  /** The letters between the check characters are base32 as everybody writes it. */
  @Property(tries = 100)
  void shouldBeBase32BesideItsCheckCharacters(@ForAll("ids") PeerId id) {
    String bare = id.toText().replace("-", "");
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < bare.length(); i++) {
      if (i % (2 * GROUP) != 2 * GROUP - 1) {
        String five = Integer.toBinaryString(32 + ALPHABET.indexOf(bare.charAt(i)));
        bits.append(five, 1, 6);
      }
    }

    byte[] bytes = new byte[PeerId.LENGTH];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
    }
    assertThat(bytes).isEqualTo(id.toBytes());
    assertThat(bits.substring(8 * bytes.length)).isEqualTo("0000");
  }

  @Property(tries = 200)
  void shouldBeReadBackHoweverItIsTyped(@ForAll("ids") PeerId id) {
    String text = id.toText();

    assertThat(text).matches("([A-Z2-7]{7}-){7}[A-Z2-7]{7}");
    assertThat(PeerId.parse(text)).isEqualTo(id);
    assertThat(PeerId.parse(text.toLowerCase(Locale.ROOT))).isEqualTo(id);
    assertThat(PeerId.parse(text.replace("-", ""))).isEqualTo(id);
    assertThat(PeerId.parse(" " + text.replace('-', ' ') + "\n")).isEqualTo(id);
    assertThat(PeerId.parse(text.replace('O', '0').replace('I', '1').replace('B', '8')))
        .isEqualTo(id);
    assertThat(PeerId.parse(id.toString())).isEqualTo(id);
    assertThat(PeerId.parse(id.toString().toUpperCase(Locale.ROOT))).isEqualTo(id);
  }

  @Property(tries = 50)
  void shouldNoticeEverySingleWrongCharacter(@ForAll("ids") PeerId id) {
    String bare = id.toText().replace("-", "");
    for (int i = 0; i < bare.length(); i++) {
      for (int j = 0; j < ALPHABET.length(); j++) {
        char other = ALPHABET.charAt(j);
        if (other != bare.charAt(i)) {
          assertMistyped(bare.substring(0, i) + other + bare.substring(i + 1));
        }
      }
    }
  }

  /** Luhn's sum cannot tell the first and the last character of the alphabet changed over. */
  @Property(tries = 500)
  void shouldNoticeNeighboursChangedOver(
      @ForAll("ids") PeerId id, @ForAll @IntRange(max = 8 * GROUP - 2) int at) {
    String bare = id.toText().replace("-", "");
    char left = bare.charAt(at);
    char right = bare.charAt(at + 1);
    Assume.that(left != right && !(left + "" + right).matches("A7|7A"));

    assertMistyped(bare.substring(0, at) + right + left + bare.substring(at + 2));
  }

  private static void assertMistyped(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerId.parse(text))
        .withMessageStartingWith("the peer id is mistyped: ");
  }

  @ParameterizedTest
  @CsvSource({"0, 1 and 2", "14, 3 and 4", "30, 5 and 6", "55, 7 and 8"})
  void shouldSayWhereToLookWhenMistyped(int at, String groups) {
    StringBuilder bare = new StringBuilder(TEXT.replace("-", ""));
    bare.setCharAt(at, bare.charAt(at) == 'C' ? 'D' : 'C');

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerId.parse(bare.toString()))
        .withMessageContaining("groups " + groups + " do not fit their check character");
  }

  /** Four bits of the last character belong to no byte: two texts of one id would be confusing. */
  @Test
  void shouldRefuseASecondTextOfTheSameId() {
    // The last block AAAAAAAAAAAAB with its check character: twice one, from 32.
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerId.parse("A".repeat(54) + "B6"))
        .withMessage("the peer id is mistyped: no peer id ends like that");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "AAAAAAA",
        "AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAA",
        "AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAA-AAAAAAAA",
        "f0e1d2c3b4a5968778695a4b3c2d1e0f00112233445566778899aabbccddeef",
        "g0e1d2c3b4a5968778695a4b3c2d1e0f00112233445566778899aabbccddeeff"
      })
  void shouldRefuseOtherLengthsInOneSentence(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerId.parse(text))
        .withMessageStartingWith("a peer id is eight groups of seven characters or 64 hex digits");
  }

  /** Dotless i and long s become letters of the alphabet when a locale's rules raise them. */
  @ParameterizedTest
  @ValueSource(strings = {"9", "_", "\u001b", "\u0131", "\u017f", "\uff21", "\ud83d"})
  void shouldRefuseCharactersOutsideTheAlphabet(String character) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PeerId.parse(character + "A".repeat(55)))
        .withMessageStartingWith("a peer id has letters and the digits 2 to 7")
        .withMessageNotContaining("\u001b");
  }

  @Provide
  Arbitrary<PeerId> ids() {
    return Arbitraries.bytes().array(byte[].class).ofSize(PeerId.LENGTH).map(PeerId::fromBytes);
  }
}
