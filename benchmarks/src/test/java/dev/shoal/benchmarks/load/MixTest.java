package dev.shoal.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixTest {
  @Test
  void shouldPickByWeightWhenThereAreSeveralOperations() {
    Mix mix = Mix.parse("query=3, register=1");
    SplittableRandom random = new SplittableRandom(7);
    int queries = 0;
    for (int i = 0; i < 10_000; i++) {
      Operation picked = mix.pick(random);
      assertThat(picked).isIn(Operation.QUERY, Operation.REGISTER);
      queries += picked == Operation.QUERY ? 1 : 0;
    }
    assertThat(queries).isBetween(7_300, 7_700);
  }

  @Test
  void shouldTakeANameAloneAsWeightOne() {
    assertThat(Mix.parse("details,Search=2")).hasToString("search=2,details=1");
  }

  @Test
  void shouldLeaveOutWhatHasNoWeight() {
    assertThat(Mix.parse("query=0,publish=5").operations()).containsExactly(Operation.PUBLISH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"|'' is no operation",
        "querry=1|'querry' is no operation; there are query, register",
        "query=-1|the weight of 'query'",
        "query=many|the weight of 'query'",
        "query=1,query=2|twice",
        "query=0|a mix of nothing"
      })
  void shouldSayWhatIsWrongWhenTheTextIsNoMix(String text, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mix.parse(text))
        .withMessageContaining(sentence);
  }
}
