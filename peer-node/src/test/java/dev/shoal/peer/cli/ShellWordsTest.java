package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
  @Test
  void shouldSplitAtSpacesButNotWithinQuotes() {
    assertThat(ShellWords.split(" get  --group team 'a b' \"c 'd'\" e\\ f \"\" x'y z' "))
        .containsExactly("get", "--group", "team", "a b", "c 'd'", "e f", "", "xy z");
  }

  @Test
  void shouldTakeABackslashAsItIsWithinSingleQuotes() {
    assertThat(ShellWords.split("'a\\' \"b\\\"\" c\\")).containsExactly("a\\", "b\"", "c\\");
  }

  @Test
  void shouldHaveNoWordsWhenALineIsEmptyOrAComment() {
    assertThat(ShellWords.split("")).isEmpty();
    assertThat(ShellWords.split("  \t ")).isEmpty();
    assertThat(ShellWords.split("  # get it 'all")).isEmpty();
  }

  @Test
  void shouldSaySoWhenAQuoteIsNotClosed() {
    assertThatThrownBy(() -> ShellWords.split("get 'a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a quote ' is not closed");
  }

  @Property(tries = 200)
  void shouldGiveBackWhatWasQuoted(@ForAll List<String> words) {
    String line =
        words.stream()
            .map(word -> "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
            .collect(Collectors.joining(" "));

    assertThat(ShellWords.split(line)).isEqualTo(words);
  }
}
