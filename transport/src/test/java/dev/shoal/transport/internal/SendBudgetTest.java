package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendBudgetTest {
  private final SendBudget budget = new SendBudget(10);
  private final List<String> told = new ArrayList<>();
  private final Runnable a = new Taker("a");
  private final Runnable b = new Taker("b");
  private final Runnable c = new Taker("c");

  private final class Taker implements Runnable {
    private final String name;

    Taker(String name) {
      this.name = name;
    }

    @Override
    public void run() {
      told.add(name);
    }
  }

  @Test
  void shouldGiveNoMoreThanThereIs() {
    assertThat(budget.take(a, 6)).isTrue();
    assertThat(budget.take(b, 5)).isFalse();
    assertThat(budget.isWanted()).isTrue();
    assertThat(budget.used()).isEqualTo(6);
    budget.giveBack(a, 6);
    assertThat(told).containsExactly("b");
    assertThat(budget.take(b, 5)).isTrue();
    assertThat(budget.isWanted()).isFalse();
  }

  @Test
  void shouldServeThoseWhoWaitInTheOrderOfTheirAsking() {
    assertThat(budget.take(a, 10)).isTrue();
    assertThat(budget.take(b, 4)).isFalse();
    assertThat(budget.take(c, 4)).isFalse();
    budget.giveBack(a, 8);
    assertThat(budget.take(c, 4)).as("not before the other").isFalse();
    assertThat(budget.take(a, 1)).as("nor who had some").isFalse();
    assertThat(told).containsExactly("b");
    assertThat(budget.take(b, 4)).isTrue();
    assertThat(told).containsExactly("b", "c");
    assertThat(budget.take(c, 4)).isTrue();
    assertThat(budget.used()).isEqualTo(10);
  }

  @Test
  void shouldNotBeHeldUpByWhoWantsNoMore() {
    assertThat(budget.take(a, 10)).isTrue();
    assertThat(budget.take(b, 4)).isFalse();
    assertThat(budget.take(c, 4)).isFalse();
    budget.giveBack(a, 10);
    budget.leave(b);
    budget.leave(b);
    assertThat(told).containsExactly("b", "c");
    assertThat(budget.take(c, 4)).isTrue();
    assertThat(budget.isWanted()).isFalse();
  }

  @Test
  void shouldGiveNobodyMoreThanAnEqualShareWhileOthersWait() {
    assertThat(budget.take(a, 3)).isTrue();
    assertThat(budget.take(a, 3)).isTrue();
    assertThat(budget.take(a, 4)).as("nobody else wants any").isTrue();
    assertThat(budget.take(b, 3)).isFalse();
    budget.giveBack(a, 3);
    assertThat(budget.take(a, 3)).as("has 7 of 10, and 5 are its share").isFalse();
    assertThat(told).containsExactly("b");
    assertThat(budget.take(b, 3)).isTrue();
    assertThat(budget.isWanted()).as("who has its share does not wait").isFalse();
    budget.giveBack(a, 3);
    budget.giveBack(a, 4);
    assertThat(budget.take(c, 8)).isFalse();
    assertThat(budget.take(b, 1)).as("has less than its share, and came later").isFalse();
    assertThat(budget.take(c, 7)).isTrue();
    assertThat(budget.used()).isEqualTo(10);
  }

  @Test
  void shouldLetThoseBehindByWhenWhoIsFirstHasItsShareMeanwhile() {
    assertThat(budget.take(a, 5)).isTrue();
    assertThat(budget.take(b, 5)).isTrue();
    assertThat(budget.take(a, 1)).isFalse();
    assertThat(budget.take(c, 5)).isFalse();
    budget.giveBack(b, 5);
    assertThat(told).containsExactly("a");
    assertThat(budget.take(a, 1)).as("has 5 of 10, and so has c to have").isFalse();
    assertThat(told).containsExactly("a", "c");
    assertThat(budget.take(c, 5)).isTrue();
    assertThat(budget.isWanted()).isFalse();
  }

  @Test
  void shouldGiveWhoHasNothingASliceHoweverSmallTheShare() {
    assertThat(budget.take(a, 8)).isTrue();
    assertThat(budget.take(b, 8)).isFalse();
    assertThat(budget.take(c, 8)).isFalse();
    budget.giveBack(a, 8);
    assertThat(budget.take(b, 8)).as("more than half").isTrue();
    budget.giveBack(b, 8);
    assertThat(budget.take(c, 8)).isTrue();
  }
}
