package dev.shoal.peer.internal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.AddressGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchTurnsTest {
  private static final AddressGroup HERE = new AddressGroup(1);

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
      assertThat(a.enter(HERE, () -> true)).isTrue();
    }
    assertThat(a.enter(HERE, () -> true)).isFalse();
    assertThat(b.enter(HERE, () -> true)).isTrue();
    a.leave();
    assertThat(a.enter(HERE, () -> true)).isTrue();
  }

  @Test
  void shouldRefuseWhenTooManyWaitInAll() {
    int entered = 0;
    while (turns.new Asker().enter(new AddressGroup(entered), () -> true)) {
      entered++;
    }
    assertThat(entered).isEqualTo(3 + BatchTurns.MOST_WAITING);
  }

  @Test
  void shouldRefuseWhenTooManyOfOneAddressWait() {
    enter(a, "a1", "a2", "a3");
    enter(b, "b1", "b2");
    for (int i = 2; i < BatchTurns.MOST_WAITING_OF_ADDRESS; i++) {
      assertThat(turns.new Asker().enter(HERE, () -> true)).isTrue();
    }
    assertThat(turns.new Asker().enter(HERE, () -> true)).isFalse();
    assertThat(turns.new Asker().enter(new AddressGroup(2), () -> true)).isTrue();
    b.leave();
    assertThat(begun).containsExactly("a1", "a2", "b1", "b2");
    assertThat(turns.new Asker().enter(HERE, () -> true)).as("one less waits").isTrue();
    assertThat(turns.new Asker().enter(HERE, () -> true)).isFalse();
    a.close();
    assertThat(turns.new Asker().enter(HERE, () -> true)).as("one more is gone").isTrue();
  }

  @Test
  void shouldPassOnTurnsThatAreNotWantedAnyMore() {
    BatchTurns one = new BatchTurns(1);
    BatchTurns.Asker holder = one.new Asker();
    assertThat(holder.enter(HERE, () -> true)).isTrue();
    StackWalker stack = StackWalker.getInstance();
    Set<Long> depths = new HashSet<>();
    for (int i = 0; i < BatchTurns.MOST_WAITING_OF_ADDRESS - 1; i++) {
      one.new Asker()
          .enter(
              HERE,
              () -> {
                depths.add(stack.walk(Stream::count));
                return false;
              });
    }
    assertThat(one.new Asker().enter(HERE, () -> begun.add("last"))).isTrue();
    holder.leave();
    assertThat(begun).containsExactly("last");
    assertThat(depths).as("none within another").hasSize(1);
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
      assertThat(asker.enter(HERE, () -> begun.add(name))).isTrue();
    }
  }
}
