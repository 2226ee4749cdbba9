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
    budget.giveBack(6);
    assertThat(told).containsExactly("b");
    assertThat(budget.take(b, 5)).isTrue();
    assertThat(budget.isWanted()).isFalse();
  }

  @Test
  void shouldServeThoseWhoWaitInTheOrderOfTheirAsking() {
    assertThat(budget.take(a, 10)).isTrue();
    assertThat(budget.take(b, 4)).isFalse();
    assertThat(budget.take(c, 4)).isFalse();
    budget.giveBack(8);
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
    budget.giveBack(10);
    budget.leave(b);
    budget.leave(b);
    assertThat(told).containsExactly("b", "c");
    assertThat(budget.take(c, 4)).isTrue();
    assertThat(budget.isWanted()).isFalse();
  }
}
