package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SendWindowTest {
  @Test
  void shouldGiveRoomOnlyForWholeSlices() {
    SendWindow window = new SendWindow(10);
    assertThat(window.take(7)).isTrue();
    assertThat(window.take(4)).isFalse();
    assertThat(window.take(3)).isTrue();
    assertThat(window.take(1)).isFalse();
    assertThat(window.take(0)).isTrue();
    window.giveBack(7);
    assertThat(window.used()).isEqualTo(3);
    assertThat(window.take(7)).isTrue();
  }

  @Test
  void shouldBecomeSmallerButNotLarger() {
    SendWindow window = new SendWindow(10);
    window.narrow(20);
    assertThat(window.take(11)).isFalse();
    window.narrow(5);
    assertThat(window.take(6)).isFalse();
    assertThat(window.take(5)).isTrue();
  }

  @Property
  void shouldNeverHaveMoreOutThanItsSize(
      @ForAll List<@IntRange(min = -1, max = 100) Integer> steps) {
    SendWindow window = new SendWindow(100);
    Deque<Integer> out = new ArrayDeque<>();
    for (int step : steps) {
      if (step >= 0 && window.take(step)) {
        out.add(step);
      } else if (step < 0 && !out.isEmpty()) {
        window.giveBack(out.remove());
      }
      int sum = out.stream().mapToInt(Integer::intValue).sum();
      assertThat(window.used()).isEqualTo(sum).isLessThanOrEqualTo(100);
    }
  }
}
