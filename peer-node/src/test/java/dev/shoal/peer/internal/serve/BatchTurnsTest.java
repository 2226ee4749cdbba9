package dev.shoal.peer.internal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTurnsTest {
  private final BatchTurns turns = new BatchTurns(3);
  private final BatchTurns.Asker a = turns.new Asker();
  private final BatchTurns.Asker b = turns.new Asker();
  private final List<String> begun = new ArrayList<>();

  @Test
  void shouldLetTwoOfOneBeginAndOthersBesides() {
    enter(a, "a1", "a2", "a3");
    enter(b, "b1", "b2");
    assertThat(begun).containsExactly("a1", "a2", "b1");
  }

  @Test
  void shouldTakeTurnsWhenManyWait() {
    enter(a, "a1", "a2", "a3", "a4");
    enter(b, "b1", "b2", "b3");
    begun.clear();
    a.leave();
    assertThat(begun).containsExactly("a3");
    b.leave();
    a.leave();
    assertThat(begun).containsExactly("a3", "b2", "a4");
    a.leave();
    assertThat(begun).containsExactly("a3", "b2", "a4", "b3");
  }

  @Test
  void shouldRefuseMoreThanOneMayAsk() {
    for (int i = 0; i < BatchTurns.MOST_REQUESTS; i++) {
      assertThat(a.enter(() -> {})).isTrue();
    }
    assertThat(a.enter(() -> {})).isFalse();
    assertThat(b.enter(() -> {})).isTrue();
    a.leave();
    assertThat(a.enter(() -> {})).isTrue();
  }

  @Test
  void shouldRefuseWhenTooManyWaitInAll() {
    int entered = 0;
    while (turns.new Asker().enter(() -> {})) {
      entered++;
    }
    assertThat(entered).isEqualTo(3 + BatchTurns.MOST_WAITING);
  }

  @Test
  void shouldForgetThoseWhoAreGone() {
    enter(a, "a1", "a2", "a3");
    a.close();
    enter(b, "b1", "b2");
    assertThat(begun).containsExactly("a1", "a2", "b1");
    a.leave();
    a.leave();
    assertThat(begun).containsExactly("a1", "a2", "b1", "b2");
  }

  private void enter(BatchTurns.Asker asker, String... names) {
    for (String name : names) {
      assertThat(asker.enter(() -> begun.add(name))).isTrue();
    }
  }
}
