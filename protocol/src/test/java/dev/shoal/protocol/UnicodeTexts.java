package dev.shoal.protocol;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts that people and attackers might send. */
final class UnicodeTexts {
  private static final List<Integer> NASTY =
      "/\\.:;*?\"<>|&=%+#-_~ \t\r\n\0\u001b\u007f\u0085\u00a0\u00ad\u200b\u200d\u202e\u2028\u2066\ufeff😀👍🏽ÄßİıคΩCONconnul.txt"
          .codePoints()
          .boxed()
          .toList();

  private UnicodeTexts() {}

  /** Any code points but surrogates, with a liking for those that mean something to somebody. */
  static Arbitrary<String> wellFormed() {
    return texts(Arbitraries.integers().between(0, 0x10FFFF).filter(c -> c < 0xD800 || c > 0xDFFF));
  }

  /** As above, and surrogates without their partners. */
  static Arbitrary<String> any() {
    return texts(Arbitraries.integers().between(0, 0x10FFFF));
  }

  private static Arbitrary<String> texts(Arbitrary<Integer> codePoints) {
    return Arbitraries.oneOf(
            Arbitraries.of(NASTY), codePoints, Arbitraries.integers().between(32, 126))
        .list()
        .ofMaxSize(400)
        .map(UnicodeTexts::join)
        .withoutEdgeCases();
  }

  private static String join(List<Integer> codePoints) {
    StringBuilder text = new StringBuilder();
    codePoints.forEach(text::appendCodePoint);
    return text.toString();
  }
}
