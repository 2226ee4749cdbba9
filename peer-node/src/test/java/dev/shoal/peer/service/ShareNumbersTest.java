package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShareNumbersTest {
  private final List<Long> remembered = new ArrayList<>();

  private ShareNumbers fresh() {
    ShareNumbers[] made = new ShareNumbers[1];
    made[0] = new ShareNumbers(() -> remembered.add(made[0].saved()));
    return made[0];
  }

  /** As if the node were killed: all that is left is what was remembered last. */
  private ShareNumbers again() {
    ShareNumbers numbers = fresh();
    numbers.restore(remembered.get(remembered.size() - 1));
    return numbers;
  }

  @Test
  void shouldRememberOnceForManyWatchedFiles() {
    ShareNumbers numbers = fresh();
    for (int i = 1; i <= ShareNumbers.RESERVED; i++) {
      assertThat(numbers.takeReserved()).isEqualTo(i);
    }
    assertThat(remembered).hasSize(1);
    numbers.takeReserved();
    assertThat(remembered).hasSize(2);
  }

  @Test
  void shouldGiveNoNumberAwayTwiceWhenTheNodeWasKilled() {
    ShareNumbers numbers = fresh();
    long last = 0;
    for (int i = 0; i < 3; i++) {
      last = numbers.takeReserved();
    }
    assertThat(again().takeReserved()).isGreaterThan(last);
    assertThat(again().take()).isGreaterThan(last);
  }

  @Test
  void shouldGoOnAfterThoseThatAreTakenAlready() {
    ShareNumbers numbers = fresh();
    numbers.restore(3);
    numbers.taken(7);
    numbers.taken(5);
    assertThat(numbers.peek()).isEqualTo(8);
    assertThat(numbers.take()).isEqualTo(8);
    assertThat(numbers.saved()).isEqualTo(9);
  }

  @Test
  void shouldReadNoNumberFromWhatIsNoId() {
    assertThat(Ids.SHARES.number(Ids.SHARES.of(12))).isEqualTo(12);
    assertThat(List.of("", "s", "d12", "12", "sx", "s99999999999999999999"))
        .allSatisfy(text -> assertThat(Ids.SHARES.number(text)).isZero());
  }
}
