package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShoalLinkTest {
  private static final String HEX = "ab".repeat(32);
  private static final FileId ID = FileId.parse(HEX);

  @Property
  void shouldReadBackAnyNameAndTrackers(
      @ForAll("wellFormed") String name,
      @ForAll @Size(max = ShoalLink.MOST_TRACKERS) List<@From("wellFormed") String> trackers) {
    ShoalLink link = new ShoalLink(ID, name, trackers);

    assertThat(link.toString()).matches("shoal:[!-~]*");
    assertThat(ShoalLink.parse(link.toString())).isEqualTo(link);
  }

  @Test
  void shouldWriteTheDocumentedForm() {
    assertThat(new ShoalLink(ID, "a b&ü.iso", List.of("[2001:db8::1]:7070")))
        .hasToString("shoal:" + HEX + "?n=a%20b%26%C3%BC.iso&t=[2001:db8::1]:7070");
    assertThat(new ShoalLink(ID, null, List.of("lan-host:7070", "other")))
        .hasToString("shoal:" + HEX + "?t=lan-host:7070&t=other");
    assertThat(new ShoalLink(ID, "x+y", List.of())).hasToString("shoal:" + HEX + "?n=x%2By");
    assertThat(new ShoalLink(ID, null, List.of())).hasToString("shoal:" + HEX);
  }

  @ParameterizedTest
  @CsvSource({
    "'', , ",
    "?, , ",
    "?n=a, a, ",
    "?t=h:1&n=a, a, h:1",
    "?t=h:1&n=a&t=i:2, a, h:1 i:2",
    "?n=first&n=second, first, ",
    "?x=1&&n=a&=, a, ",
    "?n=a+b, a+b, ",
    "?n=%e2%82%ac, €, ",
    "?n=a?b=c, a?b=c, ",
  })
  void shouldReadLinksOfOthers(String query, String name, String trackers) {
    List<String> each = trackers == null ? List.of() : List.of(trackers.split(" ", -1));
    assertThat(ShoalLink.parse("shoal:" + HEX + query)).isEqualTo(new ShoalLink(ID, name, each));
  }

  @Test
  void shouldIgnoreTrackersBeyondTheMost() {
    assertThat(ShoalLink.parse("shoal:" + HEX + "?" + "&t=h".repeat(17)).trackers())
        .hasSize(ShoalLink.MOST_TRACKERS);
  }

  @Test
  void shouldReadSchemeAndDigitsInEitherCase() {
    assertThat(ShoalLink.looksLike("SHOAL:x")).isTrue();
    assertThat(ShoalLink.looksLike(HEX)).isFalse();
    assertThat(ShoalLink.parse("Shoal:" + "AB".repeat(32)).fileId()).isEqualTo(ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%4", "%zz", "%-1", "%+1", "a%", "%e2%8"})
  void shouldRefuseBrokenEscapes(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShoalLink.parse("shoal:" + HEX + "?n=" + name))
        .withMessageStartingWith("the link has a broken percent-escape: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "shoal", "http://x", "shoal:", "shoal:?n=a", "shoal://abc"})
  void shouldRefuseWhatIsNoLink(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ShoalLink.parse(text));
  }

  @Property
  void shouldTakeOrRefuseAnyTextInOnePrintableSentence(@ForAll("any") String text) {
    for (String link : new String[] {text, "shoal:" + text, "shoal:" + HEX + "?n=" + text}) {
      try {
        assertThat(ShoalLink.parse(link).fileId()).isEqualTo(ID);
      } catch (IllegalArgumentException e) {
        assertThat(e).message().doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]");
      }
    }
  }

  @Provide
  Arbitrary<String> wellFormed() {
    return UnicodeTexts.wellFormed();
  }

  @Provide
  Arbitrary<String> any() {
    return UnicodeTexts.any();
  }
}
