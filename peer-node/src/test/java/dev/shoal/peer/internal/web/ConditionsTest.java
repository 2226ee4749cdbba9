package dev.shoal.peer.internal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.internal.web.Conditions.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final String TAG = "\"abc\"";
  private static final String BEFORE = "Sun, 06 Nov 1994 08:49:36 GMT";
  private static final String THEN = "Sun, 06 Nov 1994 08:49:37 GMT";
  private static final String AFTER = "Sun, 06 Nov 1994 08:49:38 GMT";
  private static final long THEN_SECONDS = 784_111_777;

  @Test
  void shouldHoldWhenThereAreNone() {
    assertThat(outcome()).isEqualTo(Outcome.HOLD);
  }

  @Test
  void shouldFailWhenAnotherFileIsWanted() {
    assertThat(outcome("if-match", "\"other\"")).isEqualTo(Outcome.FAILED);
    assertThat(outcome("if-match", "W/" + TAG)).as("weak").isEqualTo(Outcome.FAILED);
    assertThat(outcome("if-match", "\"other\", " + TAG)).isEqualTo(Outcome.HOLD);
    assertThat(outcome("if-match", "*")).isEqualTo(Outcome.HOLD);
    assertThat(outcome("if-unmodified-since", BEFORE)).isEqualTo(Outcome.FAILED);
    assertThat(outcome("if-unmodified-since", THEN)).isEqualTo(Outcome.HOLD);
    assertThat(outcome("if-unmodified-since", "nonsense")).isEqualTo(Outcome.HOLD);
    assertThat(outcome("if-match", TAG, "if-unmodified-since", BEFORE)).isEqualTo(Outcome.HOLD);
  }

  @Test
  void shouldSayThatTheClientHasIt() {
    assertThat(outcome("if-none-match", TAG)).isEqualTo(Outcome.NOT_MODIFIED);
    assertThat(outcome("if-none-match", "W/" + TAG)).isEqualTo(Outcome.NOT_MODIFIED);
    assertThat(outcome("if-none-match", "*")).isEqualTo(Outcome.NOT_MODIFIED);
    assertThat(outcome("if-none-match", "\"other\"")).isEqualTo(Outcome.HOLD);
    assertThat(outcome("if-modified-since", THEN)).isEqualTo(Outcome.NOT_MODIFIED);
    assertThat(outcome("if-modified-since", AFTER)).isEqualTo(Outcome.NOT_MODIFIED);
    assertThat(outcome("if-modified-since", BEFORE)).isEqualTo(Outcome.HOLD);
    assertThat(outcome("if-modified-since", "nonsense")).isEqualTo(Outcome.HOLD);
    assertThat(outcome("if-none-match", "\"other\"", "if-modified-since", AFTER))
        .isEqualTo(Outcome.HOLD);
  }

  @Test
  void shouldAskForTheWholeWhenTheClientHasPartOfAnother() {
    String range = "bytes=1-2";
    assertThat(of("range", range).range()).contains(range);
    assertThat(of("range", range, "if-range", TAG).range()).contains(range);
    assertThat(of("range", range, "if-range", THEN).range()).contains(range);
    assertThat(of("range", range, "if-range", "\"other\"").range()).isEmpty();
    assertThat(of("range", range, "if-range", "W/" + TAG).range()).isEmpty();
    assertThat(of("range", range, "if-range", AFTER).range()).isEmpty();
    assertThat(of("range", range, "if-range", "nonsense").range()).isEmpty();
    assertThat(of().range()).isEmpty();
  }

  private static Outcome outcome(String... headers) {
    return of(headers).outcome();
  }

  private static Conditions of(String... headers) {
    Map<String, List<String>> all = new TreeMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], List.of(headers[i + 1]));
    }
    return new Conditions(name -> all.getOrDefault(name, List.of()), TAG, THEN_SECONDS);
  }
}
