package dev.shoal.tracker.internal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void shouldSeparateAtPunctuationWhenNameIsTypical() {
    assertThat(words("ubuntu-24.04_desktop (amd64).iso"))
        .containsExactly("04", "24", "amd64", "desktop", "iso", "ubuntu");
    assertThat(words("É: ubuntu-24.04_desktop (AMD64).iso"))
        .containsExactly("04", "24", "amd64", "desktop", "iso", "ubuntu", "é");
  }

  @Test
  void shouldFoldCaseWhenLettersHaveNoSimpleLowerCase() {
    assertThat(words("STRASSE Straße")).containsExactly("strasse");
    assertThat(words("ΟΔΟΣ οδος οδοσ")).hasSize(1);
  }

  @Test
  void shouldUnifyFormsWhenTheyAreCompatible() {
    assertThat(words("ｆｕｌｌ full")).containsExactly("full");
    assertThat(words("ﬁle file")).containsExactly("file");
    assertThat(words("e\u0301te\u0301 été")).containsExactly("été");
  }

  @Test
  void shouldKeepMarksAndPictographsWhenTheyArePartOfText() {
    assertThat(words("हिन्दी")).hasSize(1);
    assertThat(words("🐟.txt")).containsExactly("txt", "🐟");
  }

  @Test
  void shouldFindNothingWhenTextHasNoWords() {
    assertThat(words("")).isEmpty();
    assertThat(words(" -- ... /")).isEmpty();
  }

  @Test
  void shouldTakeEachWordOnceWhenTextsShareIt() {
    assertThat(Words.of(List.of("a b", "B c"))).hasSize(3);
  }

  @Test
  void shouldCountOnlyTheBeginningWhenWordIsVeryLong() {
    assertThat(words("x".repeat(1000))).containsExactly("x".repeat(Words.MAX_BYTES));
  }

  @Test
  void shouldKeepNoMoreThanMaximumWhenEntryHasManyWords() {
    String name =
        IntStream.range(100, 100 + 2 * Words.MAX_OF_ENTRY)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(" "));

    assertThat(Words.ofEntry(List.of(name))).hasSize(Words.MAX_OF_ENTRY);
  }

  private static List<String> words(String text) {
    return Words.of(List.of(text)).stream()
        .map(word -> new String(word, StandardCharsets.UTF_8))
        .toList();
  }
}
