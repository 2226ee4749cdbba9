package dev.shoal.tracker.internal.access.login;

import static dev.shoal.tracker.internal.access.login.HashingLane.KNOWN;
import static dev.shoal.tracker.internal.access.login.HashingLane.STRANGERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashingQueueTest {
  private final HashingQueue<String> queue = new HashingQueue<>(10);

  @Test
  void shouldTakeWhoIsKnownFirst() {
    queue.offer(STRANGERS, "stranger");
    queue.offer(KNOWN, "known");
    assertThat(all()).containsExactly("known", "stranger");
  }

  @Test
  void shouldKeepTheOrderWithinALane() {
    for (String name : List.of("a", "b", "c")) {
      queue.offer(STRANGERS, name);
    }
    assertThat(all()).containsExactly("a", "b", "c");
  }

  @Test
  void shouldLetStrangersGetOnWhileMoreAndMoreAreKnown() {
    queue.offer(STRANGERS, "stranger 1");
    queue.offer(STRANGERS, "stranger 2");
    List<String> turns = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      queue.offer(KNOWN, "known");
      turns.add(queue.poll());
    }
    assertThat(turns.get(HashingQueue.IN_A_ROW)).isEqualTo("stranger 1");
    assertThat(turns.get(2 * HashingQueue.IN_A_ROW + 1)).isEqualTo("stranger 2");
    assertThat(turns).filteredOn("known"::equals).hasSize(8);
  }

  @Test
  void shouldHaveRoomInOneLaneWhenTheOtherIsFull() {
    for (int i = 0; i < 10; i++) {
      assertThat(queue.offer(STRANGERS, "stranger")).isTrue();
    }
    assertThat(queue.offer(STRANGERS, "one too many")).isFalse();
    assertThat(queue.offer(KNOWN, "known")).isTrue();
    assertThat(queue.size()).isEqualTo(11);
  }

  @Test
  void shouldHaveNothingWhenNothingWaits() {
    assertThat(queue.poll()).isNull();
  }

  private List<String> all() {
    List<String> all = new ArrayList<>();
    for (String next = queue.poll(); next != null; next = queue.poll()) {
      all.add(next);
    }
    return all;
  }
}
