package dev.shoal.peer.internal.schedule;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChunkSchedulerTest {
  private static final int CHUNK = 64 << 10;
  private static final ChunkScheduler.Options RAREST_AT_ONCE =
      new ChunkScheduler.Options(0, 2, SECONDS.toNanos(5));
  private static final SourceWindow.Limits WIDE =
      new SourceWindow.Limits(
          1_000, 1L << 30, SECONDS.toNanos(5), SECONDS.toNanos(120), SECONDS.toNanos(30));

  private long now = 1_000;

  @Test
  void shouldPickTheRarestWhenSeveralAreMissing() {
    ChunkScheduler<String> scheduler = scheduler(4);
    add(scheduler, "seeder", 0, 1, 2, 3);
    add(scheduler, "a", 0, 1, 3);
    add(scheduler, "b", 0, 3);
    add(scheduler, "c", 0);

    assertThat(take(scheduler, "seeder")).isEqualTo(2);
    assertThat(take(scheduler, "seeder")).isEqualTo(1);
    assertThat(take(scheduler, "seeder")).isEqualTo(3);
    assertThat(take(scheduler, "seeder")).isZero();
  }

  @Test
  void shouldPickTheRarestOfItsOwnWhenTheSourceIsPartial() {
    ChunkScheduler<String> scheduler = scheduler(4);
    add(scheduler, "seeder", 0, 1, 2, 3);
    add(scheduler, "a", 0, 1);
    add(scheduler, "b", 0);

    assertThat(take(scheduler, "a")).isEqualTo(1);
    assertThat(take(scheduler, "b")).isZero();
    assertThat(take(scheduler, "b")).isEqualTo(-1);
  }

  @Test
  void shouldFollowAvailabilityWhenSourcesComeGrowAndGo() {
    ChunkScheduler<String> scheduler = scheduler(3);
    add(scheduler, "seeder", 0, 1, 2);
    add(scheduler, "a", 0, 1);
    add(scheduler, "b", 0);
    scheduler.sourceHas("b", 2);
    scheduler.sourceHas("b", 2);
    scheduler.removeSource("a");

    assertThat(scheduler.next("seeder", now)).isEqualTo(1);
    scheduler.sourceSet("b", set(3, 1));
    assertThat(scheduler.next("seeder", now)).isIn(0, 2);
  }

  @Test
  void shouldNameAlternativesThatNobodyElseHasWhenASeederIsAskedForSuch() {
    ChunkScheduler<String> scheduler = scheduler(4);
    addSeeder(scheduler, "seeder");
    add(scheduler, "a", 1);
    assertThat(scheduler.alternatives("seeder", 0, 16)).containsExactlyInAnyOrder(2, 3);
    assertThat(scheduler.alternatives("seeder", 0, 1)).hasSizeLessThanOrEqualTo(1);
    assertThat(scheduler.alternatives("seeder", 1, 16)).as("a has it").isEmpty();
    assertThat(scheduler.alternatives("a", 1, 16)).as("no seeder").isEmpty();
  }

  @Test
  void shouldNameNoAlternativesWhenThereIsNoOtherLeecher() {
    ChunkScheduler<String> scheduler = scheduler(4);
    addSeeder(scheduler, "seeder");
    addSeeder(scheduler, "other seeder");
    assertThat(scheduler.alternatives("seeder", 0, 16)).isEmpty();
  }

  @Test
  void shouldNameNoAlternativeOfAnotherLength() {
    ChunkScheduler<String> scheduler =
        new ChunkScheduler<>(
            new ChunkLayout(2 * CHUNK + 1, CHUNK), ChunkSet.empty(3), new SplittableRandom(1));
    addSeeder(scheduler, "seeder");
    scheduler.addSource("a", new SourceWindow(CHUNK, WIDE));
    assertThat(scheduler.alternatives("seeder", 0, 16)).containsExactly(1);
    assertThat(scheduler.alternatives("seeder", 2, 16)).isEmpty();
  }

  @Test
  void shouldExpectTheAlternativeThatASourceChose() {
    ChunkScheduler<String> scheduler = scheduler(3);
    addSeeder(scheduler, "seeder");
    scheduler.requested("seeder", 0, now);
    assertThat(scheduler.redirected("seeder", 0, 1)).isTrue();
    assertThat(scheduler.state(0)).isEqualTo(ChunkState.MISSING);
    assertThat(scheduler.isRequested("seeder", 1)).isTrue();
    scheduler.received("seeder", 1, now);
    scheduler.verified(1);
    assertThat(scheduler.remaining()).isEqualTo(2);
  }

  @Test
  void shouldNotWantAnAlternativeTwice() {
    ChunkScheduler<String> scheduler = scheduler(3);
    addSeeder(scheduler, "seeder");
    addSeeder(scheduler, "other");
    scheduler.requested("seeder", 0, now);
    scheduler.requested("seeder", 1, now);
    assertThat(scheduler.redirected("seeder", 0, 1)).as("asked of it already").isFalse();
    assertThat(scheduler.isRequested("seeder", 0)).isTrue();

    scheduler.requested("other", 2, now);
    scheduler.received("other", 2, now);
    assertThat(scheduler.redirected("seeder", 0, 2)).as("here already").isFalse();
  }

  @Test
  void shouldPickAtRandomAmongEqualsWhenNoneIsRarer() {
    Set<Integer> picked = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      ChunkScheduler<String> scheduler =
          new ChunkScheduler<>(
              layout(10), ChunkSet.empty(10), new SplittableRandom(seed), RAREST_AT_ONCE);
      add(scheduler, "seeder", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      picked.add(scheduler.next("seeder", now));
    }
    assertThat(picked).hasSize(10);
  }

  @Test
  void shouldPickTheFirstFewAtRandomWhenADownloadBegins() {
    Set<Integer> first = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      ChunkScheduler<String> scheduler =
          new ChunkScheduler<>(layout(8), ChunkSet.empty(8), new SplittableRandom(seed));
      add(scheduler, "seeder", 0, 1, 2, 3, 4, 5, 6, 7);
      add(scheduler, "a", 0, 1, 2, 3, 4, 5, 6);
      first.add(take(scheduler, "seeder"));
      for (int i = 0; i < 3; i++) {
        take(scheduler, "seeder");
      }
      if (scheduler.state(7) == ChunkState.MISSING) {
        assertThat(take(scheduler, "seeder")).isEqualTo(7);
      }
    }
    assertThat(first).hasSize(8);
  }

  @Test
  void shouldRequestNothingWhenTheWindowIsFull() {
    ChunkScheduler<String> scheduler = scheduler(10);
    scheduler.addSource("seeder", new SourceWindow(CHUNK));
    scheduler.sourceSet("seeder", ChunkSet.complete(10));

    assertThat(take(scheduler, "seeder")).isNotNegative();
    int second = take(scheduler, "seeder");
    assertThat(scheduler.next("seeder", now)).isEqualTo(-1);
    scheduler.received("seeder", second, now);
    assertThat(scheduler.next("seeder", now)).isNotNegative();
  }

  @Test
  void shouldCountHeldChunksAsVerifiedWhenADownloadIsResumed() {
    ChunkScheduler<String> scheduler =
        new ChunkScheduler<>(layout(3), set(3, 0, 2), new SplittableRandom(1));
    add(scheduler, "a", 0, 2);
    add(scheduler, "b", 1);

    assertThat(scheduler.remaining()).isEqualTo(1);
    assertThat(scheduler.state(2)).isEqualTo(ChunkState.VERIFIED);
    assertThat(scheduler.isInteresting("a")).isFalse();
    assertThat(scheduler.isInteresting("b")).isTrue();
    assertThat(take(scheduler, "b")).isEqualTo(1);
  }

  @Test
  void shouldGoThroughEveryStateWhenAChunkIsFetched() {
    ChunkScheduler<String> scheduler = scheduler(1);
    add(scheduler, "seeder", 0);
    assertThat(scheduler.state(0)).isEqualTo(ChunkState.MISSING);
    take(scheduler, "seeder");
    assertThat(scheduler.state(0)).isEqualTo(ChunkState.REQUESTED);
    assertThat(scheduler.received("seeder", 0, now)).isEmpty();
    assertThat(scheduler.state(0)).isEqualTo(ChunkState.RECEIVED);
    assertThat(scheduler.next("seeder", now)).isEqualTo(-1);
    assertThat(scheduler.isComplete()).isFalse();
    scheduler.verified(0);
    assertThat(scheduler.state(0)).isEqualTo(ChunkState.VERIFIED);
    assertThat(scheduler.isComplete()).isTrue();
    assertThat(scheduler.isInteresting("seeder")).isFalse();
  }

  @Test
  void shouldBeCompleteAtOnceWhenTheFileIsEmpty() {
    ChunkScheduler<String> scheduler =
        new ChunkScheduler<>(new ChunkLayout(0, CHUNK), ChunkSet.empty(0), new SplittableRandom(1));
    add(scheduler, "seeder");
    assertThat(scheduler.isComplete()).isTrue();
    assertThat(scheduler.isEndgame()).isFalse();
    assertThat(scheduler.next("seeder", now)).isEqualTo(-1);
  }

  @Test
  void shouldAskAgainOfAnotherSourceFirstWhenOneFailed() {
    ChunkScheduler<String> scheduler = scheduler(1);
    add(scheduler, "a", 0);
    add(scheduler, "b", 0);
    take(scheduler, "a");
    scheduler.timedOut("a", 0, now);

    assertThat(scheduler.state(0)).isEqualTo(ChunkState.MISSING);
    assertThat(scheduler.next("a", now)).isEqualTo(-1);
    assertThat(scheduler.isInteresting("a")).isTrue();
    assertThat(scheduler.next("b", now)).isZero();
    now += SECONDS.toNanos(5);
    assertThat(scheduler.next("a", now)).isZero();
  }

  @Test
  void shouldAskTheSameSourceAgainWhenNobodyElseHasTheChunk() {
    ChunkScheduler<String> scheduler = scheduler(2);
    add(scheduler, "a", 0, 1);
    add(scheduler, "b", 1);
    scheduler.requested("a", 0, now);
    scheduler.failed("a", 0, now);
    assertThat(scheduler.next("a", now)).isZero();
  }

  @Test
  void shouldAskAnySourceAgainWhenTheCallerCancelled() {
    ChunkScheduler<String> scheduler = scheduler(1);
    add(scheduler, "a", 0);
    add(scheduler, "b", 0);
    assertThat(scheduler.isRequested("a", 0)).isFalse();
    take(scheduler, "a");
    assertThat(scheduler.isRequested("a", 0)).isTrue();
    assertThat(scheduler.isRequested("stranger", 0)).isFalse();
    scheduler.cancelled("a", 0);
    assertThat(scheduler.isRequested("a", 0)).isFalse();
    assertThat(scheduler.next("a", now)).isZero();
  }

  @Test
  void shouldReturnAChunkToThePoolWhenItsBytesWereWrong() {
    ChunkScheduler<String> scheduler = scheduler(1);
    add(scheduler, "liar", 0);
    add(scheduler, "honest", 0);
    take(scheduler, "liar");
    scheduler.received("liar", 0, now);
    scheduler.removeSource("liar");
    scheduler.rejected("liar", 0, now);
    assertThat(scheduler.next("honest", now)).isZero();
  }

  @Test
  void shouldReturnItsChunksToThePoolWhenASourceIsLost() {
    ChunkScheduler<String> scheduler = scheduler(3);
    add(scheduler, "a", 0, 1, 2);
    add(scheduler, "b", 0, 1, 2);
    take(scheduler, "a");
    take(scheduler, "a");
    scheduler.removeSource("a");
    for (int i = 0; i < 3; i++) {
      assertThat(take(scheduler, "b")).isNotNegative();
    }
    assertThat(scheduler.isEndgame()).isTrue();
  }

  @Test
  void shouldAskAFasterSourceTooWhenASlowOneDelaysTheEnd() {
    ChunkScheduler<String> scheduler = scheduler(3);
    add(scheduler, "fast", 0, 1, 2);
    add(scheduler, "slow", 0, 1, 2);
    int slow = take(scheduler, "slow");
    int other = take(scheduler, "fast");
    deliver(scheduler, "fast", other, 1);
    int last = take(scheduler, "fast");
    assertThat(scheduler.isEndgame()).isTrue();

    now += MILLISECONDS.toNanos(100);
    deliver(scheduler, "fast", last, 1);
    assertThat(take(scheduler, "fast")).isEqualTo(slow);
    assertThat(scheduler.next("fast", now)).isEqualTo(-1);
    assertThat(scheduler.received("fast", slow, now)).containsExactly("slow");
    scheduler.verified(slow);
    assertThat(scheduler.isComplete()).isTrue();
  }

  @Test
  void shouldFreeTheLosersWindowWhenADuplicateIsCancelled() {
    ChunkScheduler<String> scheduler = scheduler(1);
    SourceWindow loser = new SourceWindow(CHUNK);
    scheduler.addSource("loser", loser);
    scheduler.sourceSet("loser", ChunkSet.complete(1));
    add(scheduler, "winner", 0);
    scheduler.requested("loser", 0, now);
    scheduler.requested("winner", 0, now);
    scheduler.received("winner", 0, now);
    assertThat(loser.outstandingBytes()).isZero();
  }

  @Test
  void shouldPreferTheLongestOutstandingWhenDuplicating() {
    ChunkScheduler<String> scheduler = scheduler(4);
    add(scheduler, "fast", 0, 1, 2, 3);
    add(scheduler, "slow", 0, 1, 2, 3);
    int first = take(scheduler, "fast");
    deliver(scheduler, "fast", first, 1);
    int oldest = take(scheduler, "slow");
    now += SECONDS.toNanos(1);
    take(scheduler, "slow");
    now += SECONDS.toNanos(1);
    take(scheduler, "slow");
    assertThat(take(scheduler, "fast")).isEqualTo(oldest);
  }

  @Test
  void shouldNotDuplicateWhenTheHolderIsAsFast() {
    ChunkScheduler<String> scheduler = scheduler(4);
    add(scheduler, "a", 0, 1, 2, 3);
    add(scheduler, "b", 0, 1, 2, 3);
    int a = take(scheduler, "a");
    int b = take(scheduler, "b");
    deliver(scheduler, "a", a, 10);
    deliver(scheduler, "b", b, 10);
    take(scheduler, "a");
    take(scheduler, "b");
    assertThat(scheduler.isEndgame()).isTrue();
    assertThat(scheduler.next("a", now)).isEqualTo(-1);
    assertThat(scheduler.next("b", now)).isEqualTo(-1);
  }

  @Test
  void shouldNotHaveMoreThanTwoHoldersWhenInTheEndgame() {
    ChunkScheduler<String> scheduler = scheduler(1);
    add(scheduler, "a", 0);
    add(scheduler, "b", 0);
    add(scheduler, "c", 0);
    assertThat(take(scheduler, "a")).isZero();
    now += SECONDS.toNanos(10);
    assertThat(take(scheduler, "b")).isZero();
    now += SECONDS.toNanos(10);
    assertThat(scheduler.next("a", now)).isEqualTo(-1);
    assertThat(scheduler.next("c", now)).isEqualTo(-1);
    scheduler.failed("b", 0, now);
    assertThat(scheduler.state(0)).isEqualTo(ChunkState.REQUESTED);
    assertThat(scheduler.next("c", now)).isZero();
  }

  @Test
  void shouldEnterTheEndgameWhenOnlyChunksThatNobodyHasAreMissing() {
    ChunkScheduler<String> scheduler = scheduler(2);
    add(scheduler, "a", 0);
    take(scheduler, "a");
    assertThat(scheduler.isEndgame()).isTrue();
    scheduler.sourceHas("a", 1);
    assertThat(scheduler.isEndgame()).isFalse();
  }

  @Test
  void shouldRefuseWhenStepsAreOutOfOrder() {
    ChunkScheduler<String> scheduler = scheduler(2);
    add(scheduler, "a", 0, 1);
    scheduler.requested("a", 0, now);
    assertThatIllegalStateException()
        .isThrownBy(() -> scheduler.requested("a", 0, now))
        .withMessage("chunk 0 asked twice of a");
    assertThatIllegalStateException()
        .isThrownBy(() -> scheduler.verified(0))
        .withMessage("chunk 0 is REQUESTED");
    assertThatIllegalStateException()
        .isThrownBy(() -> scheduler.received("a", 1, now))
        .withMessage("chunk 1 is not asked of a");
    assertThatIllegalArgumentException().isThrownBy(() -> scheduler.next("b", now));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scheduler.sourceSet("a", ChunkSet.empty(3)))
        .withMessage("a set of 3 chunks for a file of 2");
  }

  private ChunkScheduler<String> scheduler(int count) {
    return new ChunkScheduler<>(
        layout(count), ChunkSet.empty(count), new SplittableRandom(1), RAREST_AT_ONCE);
  }

  private int take(ChunkScheduler<String> scheduler, String source) {
    int chunk = scheduler.next(source, now);
    if (chunk >= 0) {
      scheduler.requested(source, chunk, now);
    }
    return chunk;
  }

  private void deliver(ChunkScheduler<String> scheduler, String source, int chunk, int millis) {
    now += MILLISECONDS.toNanos(millis);
    scheduler.arriving(source, chunk, CHUNK, now);
    scheduler.received(source, chunk, now);
    scheduler.verified(chunk);
  }

  private static void add(ChunkScheduler<String> scheduler, String source, int... chunks) {
    scheduler.addSource(source, new SourceWindow(CHUNK, WIDE));
    for (int chunk : chunks) {
      scheduler.sourceHas(source, chunk);
    }
  }

  private static void addSeeder(ChunkScheduler<String> scheduler, String source) {
    scheduler.addSource(source, new SourceWindow(CHUNK, WIDE));
    scheduler.sourceSet(source, ChunkSet.complete(scheduler.remaining()));
  }

  private static ChunkLayout layout(int count) {
    return new ChunkLayout((long) count * CHUNK, CHUNK);
  }

  private static ChunkSet set(int count, int... chunks) {
    ChunkSet set = ChunkSet.empty(count);
    for (int chunk : chunks) {
      set.add(chunk);
    }
    return set;
  }
}
