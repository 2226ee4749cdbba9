package dev.shoal.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight inFlight = new InFlight(2);

  @Test
  void shouldTellWhatWasAskedWhenItsAnswerComes() {
    inFlight.begin(Operation.QUERY, 1, 0, 10);
    int slot = inFlight.find(inFlight.begin(Operation.REGISTER, 5, 77, 20));
    assertThat(inFlight.operation(slot)).isEqualTo(Operation.REGISTER);
    assertThat(inFlight.file(slot)).isEqualTo(5);
    assertThat(inFlight.digest(slot)).isEqualTo(77);
    assertThat(inFlight.sentNanos(slot)).isEqualTo(20);
    assertThat(inFlight.free()).isZero();
    assertThat(inFlight.count()).isEqualTo(2);
  }

  @Test
  void shouldNotFindARequestThatIsOver() {
    int id = inFlight.begin(Operation.QUERY, 1, 0, 10);
    inFlight.end(inFlight.find(id));
    assertThat(inFlight.find(id)).isEqualTo(-1);
    assertThat(inFlight.begin(Operation.QUERY, 1, 0, 10)).isNotEqualTo(id);
    assertThat(inFlight.find(id)).isEqualTo(-1);
  }

  @Test
  void shouldNotFindAnIdThatWasNeverGiven() {
    for (int id : new int[] {0, 1, 3, -1, 0x8000_0001, Integer.MAX_VALUE}) {
      assertThat(inFlight.find(id)).isEqualTo(-1);
    }
  }

  @Test
  void shouldGiveEachIdOnlyOnceInAGenerationAndNeverZero() {
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < 30_000; i++) {
      int id = inFlight.begin(Operation.QUERY, 1, 0, 10);
      assertThat(id).isPositive();
      assertThat(ids.add(id)).isTrue();
      inFlight.end(inFlight.anyWaiting());
    }
  }
}
