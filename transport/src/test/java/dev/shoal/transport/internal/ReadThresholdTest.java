package dev.shoal.transport.internal;

import static dev.shoal.transport.internal.ReadThreshold.WORTHWHILE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class ReadThresholdTest {
  private final ReadThreshold threshold = new ReadThreshold();
  private final List<Integer> set = new ArrayList<>();
  private boolean possible = true;

  @Test
  void shouldWaitForAWorthwhilePartWhenABodyComesInPackets() {
    read(1448, 200_000);
    read(WORTHWHILE, 200_000 - WORTHWHILE);
    assertThat(set).containsExactly(WORTHWHILE);
  }

  @Test
  void shouldWaitForNoMoreThanTheBodyLacks() {
    read(1448, 200_000);
    read(WORTHWHILE, 700);
    assertThat(set).containsExactly(WORTHWHILE, 700);
  }

  @Test
  void shouldWaitForNothingBetweenBodies() {
    read(1448, 200_000);
    read(WORTHWHILE, 0);
    read(20, 0);
    assertThat(set).containsExactly(WORTHWHILE, 1);
  }

  @Test
  void shouldLeaveAFastConnectionAlone() {
    read(200_000, 56_000);
    read(30, 0);
    read(70_000, 1);
    assertThat(set).isEmpty();
  }

  @Test
  void shouldLeaveAConnectionAloneThatHasBecomeFast() {
    read(1448, 1 << 20);
    read(200_000, 800_000);
    assertThat(set).containsExactly(WORTHWHILE, 1);
  }

  @Test
  void shouldTryOnceWhenThereIsNoSuchOption() {
    possible = false;
    read(1448, 200_000);
    read(1448, 700);
    assertThat(set).containsExactly(WORTHWHILE);
  }

  @Property
  void shouldNeverWaitForMoreThanWillCome(
      @ForAll @NotEmpty List<@IntRange(min = 1, max = 100_000) Integer> reads,
      @ForAll @IntRange(max = 100_000) int missing) {
    ReadThreshold any = new ReadThreshold();
    int[] last = {1};
    for (int bytes : reads) {
      any.received(bytes);
      any.readComplete(
          missing,
          wanted -> {
            last[0] = wanted;
            return true;
          });
      assertThat(last[0]).isBetween(1, Math.max(1, missing));
    }
  }

  private void read(int bytes, int bodyMissing) {
    threshold.received(bytes);
    threshold.readComplete(
        bodyMissing,
        wanted -> {
          set.add(wanted);
          return possible;
        });
  }
}
