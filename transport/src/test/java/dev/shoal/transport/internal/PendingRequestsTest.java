package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FrameKind;
import dev.shoal.transport.internal.PendingRequests.Pending;
import org.junit.jupiter.api.Test;

class PendingRequestsTest {
  private final FutureAnswer handler = new FutureAnswer();

  private Pending add(PendingRequests pending, long deadline) {
    return pending.add(FrameKind.QUERY, deadline, handler);
  }

  @Test
  void shouldSkipZeroAndIdsInUseWhenIdsWrapAround() {
    PendingRequests pending = new PendingRequests(10, -2);
    assertThat(add(pending, 0).id).isEqualTo(-1);
    assertThat(add(pending, 0).id).isEqualTo(1);

    PendingRequests late = new PendingRequests(10, Integer.MAX_VALUE);
    assertThat(add(late, 0).id).isEqualTo(Integer.MIN_VALUE);
  }

  @Test
  void shouldKeepTheIdOfASettledRequest() {
    PendingRequests pending = new PendingRequests(1);
    Pending request = add(pending, 0);
    assertThat(pending.settle(request)).isSameAs(handler);
    assertThat(pending.settle(request)).isNull();
    assertThat(pending.get(request.id)).isSameAs(request);
    assertThat(pending.isFull()).isTrue();
    assertThat(pending.isAwaited()).isFalse();

    assertThat(pending.remove(request)).isNull();
    assertThat(pending.get(request.id)).isNull();
    assertThat(pending.isFull()).isFalse();
  }

  @Test
  void shouldListWhatIsOverdueOnlyWhileItIsWaitedFor() {
    PendingRequests pending = new PendingRequests(10);
    Pending early = add(pending, 100);
    Pending late = add(pending, 200);
    assertThat(pending.overdue(99)).isEmpty();
    assertThat(pending.overdue(100)).containsExactly(early);
    assertThat(pending.overdue(200)).containsExactlyInAnyOrder(early, late);
    pending.settle(early);
    assertThat(pending.overdue(200)).containsExactly(late);
    assertThat(pending.awaited()).containsExactly(late);
  }

  @Test
  void shouldCompareDeadlinesWhenTheClockWrapsAround() {
    PendingRequests pending = new PendingRequests(10);
    Pending request = add(pending, Long.MIN_VALUE + 5);
    assertThat(pending.overdue(Long.MAX_VALUE)).isEmpty();
    assertThat(pending.overdue(Long.MIN_VALUE + 5)).containsExactly(request);
  }

  @Test
  void shouldBeStuckOnlyWhenFullOfRequestsAbandonedLongAgo() {
    PendingRequests pending = new PendingRequests(2);
    Pending first = add(pending, 100);
    pending.settle(first);
    assertThat(pending.isStuck(1000, 50)).as("not full").isFalse();

    Pending second = add(pending, 120);
    assertThat(pending.isStuck(1000, 50)).as("one is waited for").isFalse();
    pending.settle(second);
    assertThat(pending.isStuck(169, 50)).as("not long ago").isFalse();
    assertThat(pending.isStuck(170, 50)).isTrue();
  }
}
