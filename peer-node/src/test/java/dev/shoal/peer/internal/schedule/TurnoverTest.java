package dev.shoal.peer.internal.schedule;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.internal.schedule.Turnover.Look;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TurnoverTest {
  private final Turnover<String> turnover = new Turnover<>(0);

  @Test
  void shouldLetGoOfAUselessSourceWhenOthersWait() {
    List<Look<String>> looks = List.of(useful("a", 1e6), useless("b", true));
    assertThat(dismissed(looks, true, 0)).isNull();
    assertThat(dismissed(looks, true, 4)).isNull();
    assertThat(dismissed(looks, true, 5)).isEqualTo("b");
  }

  @Test
  void shouldKeepAUselessSourceForAMinuteWhenNobodyWaits() {
    List<Look<String>> looks = List.of(useful("a", 1e6), useless("b", false));
    assertThat(dismissed(looks, false, 0)).isNull();
    assertThat(dismissed(looks, false, 59)).isNull();
    assertThat(dismissed(looks, false, 60)).isEqualTo("b");
  }

  @Test
  void shouldKeepALeecherThatWantsSomethingInTurnWhenNobodyWaits() {
    List<Look<String>> looks = List.of(useful("a", 1e6), useless("b", true));
    dismissed(looks, false, 0);
    assertThat(dismissed(looks, false, 3_600)).isNull();
  }

  @Test
  void shouldBeginAnewWhenASourceHasNewsAgain() {
    List<Look<String>> idle = List.of(useful("a", 1e6), useless("b", true));
    dismissed(idle, true, 0);
    dismissed(List.of(useful("a", 1e6), useful("b", 1e6)), true, 4);
    assertThat(dismissed(idle, true, 8)).isNull();
    assertThat(dismissed(idle, true, 9)).isEqualTo("b");
  }

  @Test
  void shouldBeginAnewWhenASourceLeftAndCameBack() {
    List<Look<String>> idle = List.of(useful("a", 1e6), useless("b", true));
    dismissed(idle, true, 0);
    dismissed(List.of(useful("a", 1e6)), true, 4);
    assertThat(dismissed(idle, true, 8)).isNull();
  }

  @Test
  void shouldLetGoOfTheSlowestFromTimeToTimeWhenOthersWait() {
    List<Look<String>> looks =
        List.of(useful("a", 8e6), useful("b", 9e6), useful("c", 9e5), useful("d", 1e5));
    assertThat(dismissed(looks, true, 0)).isNull();
    assertThat(dismissed(looks, true, 29)).isNull();
    assertThat(dismissed(looks, false, 30)).isNull();
    assertThat(dismissed(looks, true, 30)).isEqualTo("d");
    List<Look<String>> rest = looks.subList(0, 3);
    assertThat(dismissed(rest, true, 39)).isNull();
    assertThat(dismissed(rest, true, 40)).isEqualTo("c");
    assertThat(dismissed(looks.subList(0, 2), true, 60)).isNull();
  }

  @Test
  void shouldKeepTheLastSource() {
    List<Look<String>> looks = List.of(useless("a", false));
    dismissed(looks, true, 0);
    assertThat(dismissed(looks, true, 3_600)).isNull();
  }

  private @Nullable String dismissed(List<Look<String>> looks, boolean othersWait, long second) {
    return turnover.dismissed(looks, othersWait, SECONDS.toNanos(second));
  }

  private static Look<String> useful(String source, double rate) {
    return new Look<>(source, true, false, rate);
  }

  private static Look<String> useless(String source, boolean watching) {
    return new Look<>(source, false, watching, 0);
  }
}
