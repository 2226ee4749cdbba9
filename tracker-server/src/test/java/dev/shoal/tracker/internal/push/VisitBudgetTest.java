package dev.shoal.tracker.internal.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class VisitBudgetTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int PER_SECOND = 100;
  private static final int BURST = 10;

  /** Close to where nanoseconds overflow, which must make no difference. */
  private static final long START = Long.MAX_VALUE - SECOND;

  private final VisitBudget budget = new VisitBudget(PER_SECOND, BURST, START);

  @Test
  void shouldGiveBurstAndThenAsTimeGoesBy() {
    assertThat(taken(budget, START)).isEqualTo(BURST);
    assertThat(taken(budget, START + SECOND / PER_SECOND)).isEqualTo(1);
    assertThat(taken(budget, START + SECOND / PER_SECOND)).isZero();
    assertThat(taken(budget, START + 5 * SECOND)).isEqualTo(BURST);
  }

  @Property
  void shouldNeverGiveMoreThanBurstAndRateBetweenAnyTwoMoments(
      @ForAll @Size(max = 50) List<@IntRange(max = 200_000_000) Integer> pauses) {
    VisitBudget fresh = new VisitBudget(PER_SECOND, BURST, START);
    int[] taken = new int[pauses.size()];
    for (int to = 0; to < taken.length; to++) {
      long now = START + sum(pauses, 0, to);
      taken[to] = taken(fresh, now);
      int since = 0;
      for (int from = to; from >= 0; from--) {
        since += taken[from];
        long passed = sum(pauses, from + 1, to);
        assertThat(since).isLessThanOrEqualTo((int) (BURST + passed * PER_SECOND / SECOND + 1));
      }
    }
  }

  private static long sum(List<Integer> pauses, int from, int to) {
    return from > to ? 0 : pauses.subList(from, to + 1).stream().mapToLong(p -> p).sum();
  }

  private static int taken(VisitBudget from, long nowNanos) {
    int taken = 0;
    while (from.take(nowNanos)) {
      taken++;
    }
    return taken;
  }
}
