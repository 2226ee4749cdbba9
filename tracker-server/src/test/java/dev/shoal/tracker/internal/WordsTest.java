package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void shouldSeparateAtPunctuationWhenNameIsTypical() {
    assertThat(words("ubuntu-24.04_desktop (amd64).iso"))
        .containsExactly("04", "24", "amd64", "desktop", "iso", "ubuntu");
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

  private static List<String> words(String text) {
    return List.copyOf(Words.of(List.of(text)));
  }
}
