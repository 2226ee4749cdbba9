package dev.shoal.peer.internal.schedule;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import java.util.HashSet;
import java.util.List;
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

  private final Wishes wishes = new Wishes();

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
              layout(10),
              ChunkSet.empty(10),
              new SplittableRandom(seed),
              RAREST_AT_ONCE,
              new Wishes());
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
    deliver(scheduler, "seeder", second, 1);
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
  void shouldHandARequestThatWaitsToASourceThatIsMuchEarlier() {
    ChunkScheduler<String> scheduler = scheduler(8);
    add(scheduler, "idle", 0, 1);
    add(scheduler, "busy", 1, 2, 3, 4, 5, 6, 7);
    measure(scheduler, "idle", 10);
    measure(scheduler, "busy", 4_000);
    scheduler.requested("busy", 1, now);

    assertThat(take(scheduler, "idle")).isEqualTo(1);

    assertThat(scheduler.isEndgame()).isFalse();
    assertThat(scheduler.superseded("idle", 1, now))
        .containsExactly(new ChunkScheduler.Superseded<>("busy", false));
    assertThat(scheduler.isRequested("busy", 1)).isFalse();
    assertThat(scheduler.isRequested("idle", 1)).isTrue();
  }

  @Test
  void shouldLeaveARequestThatIsBeingAnsweredWhereItIs() {
    ChunkScheduler<String> scheduler = scheduler(4);
    add(scheduler, "busy", 0, 1, 2, 3);
    measure(scheduler, "busy", 4_000);
    int chunk = take(scheduler, "busy");
    add(scheduler, "idle", chunk);
    scheduler.arriving("busy", chunk, 1, now);

    assertThat(scheduler.isEndgame()).isFalse();
    assertThat(scheduler.next("idle", now)).isEqualTo(-1);
    assertThat(scheduler.superseded("idle", chunk, now)).isEmpty();
  }

  /** A source that was fast and then stands still looks as if it were about to deliver. */
  @Test
  void shouldNotTakeAChunkBackFromTheSourceThatRescuesIt() {
    ChunkScheduler<String> scheduler = scheduler(8);
    add(scheduler, "stalled", 0, 1);
    add(scheduler, "slower", 1, 2, 3, 4, 5, 6, 7);
    measure(scheduler, "stalled", 10);
    measure(scheduler, "slower", 25);
    scheduler.requested("stalled", 1, now);
    now += SECONDS.toNanos(1);
    for (int chunk = 2; chunk < 8; chunk++) { // so that nothing else is left for it, but no endgame
      if (scheduler.state(chunk) == ChunkState.MISSING && chunk != firstMissing(scheduler)) {
        scheduler.requested("slower", chunk, now);
        deliver(scheduler, "slower", chunk, 25);
      }
    }
    scheduler.requested("slower", 1, now);

    assertThat(scheduler.isEndgame()).isFalse();
    assertThat(scheduler.superseded("slower", 1, now))
        .containsExactly(new ChunkScheduler.Superseded<>("stalled", true));
    assertThat(scheduler.next("stalled", now)).isEqualTo(-1);
  }

  @Test
  void shouldNotBlameASourceOfUnknownSpeedForWaiting() {
    ChunkScheduler<String> scheduler = scheduler(8);
    add(scheduler, "new", 1);
    add(scheduler, "fast", 0, 1);
    add(scheduler, "other", 2, 3, 4, 5, 6, 7);
    scheduler.requested("new", 1, now);
    measure(scheduler, "fast", 10);
    now += SECONDS.toNanos(3);

    assertThat(take(scheduler, "fast")).isEqualTo(1);
    assertThat(scheduler.superseded("fast", 1, now))
        .containsExactly(new ChunkScheduler.Superseded<>("new", false));
  }

  @Test
  void shouldLetBothTryWhenAChunkDelaysTheEnd() {
    ChunkScheduler<String> scheduler = scheduler(3);
    add(scheduler, "stalled", 0, 2);
    add(scheduler, "slower", 1, 2);
    measure(scheduler, "stalled", 10);
    measure(scheduler, "slower", 25);
    scheduler.requested("stalled", 2, now);
    now += SECONDS.toNanos(1);

    assertThat(take(scheduler, "slower")).isEqualTo(2);
    assertThat(scheduler.isEndgame()).isTrue();
    assertThat(scheduler.superseded("slower", 2, now)).isEmpty();
    assertThat(scheduler.next("stalled", now)).isEqualTo(-1);
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

  @Test
  void shouldAskInOrderFromTheReaderOnWhenSomebodyReads() {
    ChunkScheduler<String> scheduler = scheduler(1_000);
    addSeeder(scheduler, "a");
    addSeeder(scheduler, "b");
    Wish reader = reader(500);
    assertThat(take(scheduler, "a")).isEqualTo(500);
    assertThat(take(scheduler, "b")).isEqualTo(501);
    assertThat(take(scheduler, "a")).isEqualTo(502);
    reader.moveTo(7L * CHUNK + 1);
    assertThat(take(scheduler, "b")).isEqualTo(7);
    assertThat(take(scheduler, "a")).isEqualTo(8);
    wishes.remove(reader);
    assertThat(scheduler.isUrgent(9)).isFalse();
  }

  @Test
  void shouldGoOnWithTheRarestWhenEnoughIsAskedAheadOfAReader() {
    ChunkScheduler<String> scheduler = scheduler(1_000);
    addSeeder(scheduler, "a");
    add(scheduler, "b", 0, 1, 2, 3, 990);
    reader(0);
    for (int i = 0; i < 128; i++) {
      assertThat(take(scheduler, "a")).as("8 MiB ahead").isEqualTo(i);
    }
    Set<Integer> others = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      others.add(take(scheduler, "a"));
    }
    assertThat(others).isNotEqualTo(Set.of(128, 129, 130, 131, 132)).doesNotContain(990);
  }

  @Test
  void shouldReadNothingAheadWhenTheReaderIsAtTheEnd() {
    ChunkScheduler<String> scheduler = scheduler(4);
    addSeeder(scheduler, "a");
    reader(4).moveTo(Long.MAX_VALUE);
    assertThat(scheduler.next("a", now)).isBetween(0, 3);
    assertThat(scheduler.isUrgent(3)).isFalse();
  }

  @Test
  void shouldServeTheReaderThatIsClosestToWaitingWhenThereAreSeveral() {
    ChunkScheduler<String> scheduler = scheduler(1_000);
    addSeeder(scheduler, "a");
    reader(100);
    reader(700);
    assertThat(take(scheduler, "a")).isEqualTo(100);
    assertThat(take(scheduler, "a")).isEqualTo(700);
    assertThat(take(scheduler, "a")).isEqualTo(101);
    assertThat(take(scheduler, "a")).isEqualTo(701);
  }

  @Test
  void shouldAskOfAPartialSourceTheFirstThatItHasWhenSomebodyReads() {
    ChunkScheduler<String> scheduler = scheduler(1_000);
    addSeeder(scheduler, "seeder");
    add(scheduler, "a", 3, 77, 400);
    reader(10);
    assertThat(take(scheduler, "a")).isEqualTo(77);
    assertThat(take(scheduler, "a")).as("beyond what is read soon").isIn(3, 400);
  }

  @Test
  void shouldFollowWhatIsVerifiedWhenTheOrderIsSequential() {
    wishes.add(Wish.sequential());
    ChunkScheduler<String> scheduler =
        new ChunkScheduler<>(
            layout(1_000), set(1_000, 0, 2), new SplittableRandom(1), RAREST_AT_ONCE, wishes);
    addSeeder(scheduler, "a", 1_000);
    assertThat(take(scheduler, "a")).isEqualTo(1);
    for (int chunk = 3; chunk < 1_000; chunk++) {
      assertThat(take(scheduler, "a")).isEqualTo(chunk);
    }
    scheduler.cancelled("a", 500);
    assertThat(take(scheduler, "a")).isEqualTo(500);
    scheduler.received("a", 1, now);
    scheduler.verified(1);
    assertThat(scheduler.isUrgent(2)).isFalse();
    assertThat(scheduler.isUrgent(3)).isTrue();
    assertThat(take(scheduler, "a")).isEqualTo(-1);
  }

  @Test
  void shouldLeaveWhatIsReadFirstToTheFasterSource() {
    ChunkScheduler<String> scheduler = scheduler(1_000);
    addSeeder(scheduler, "fast", 1_000);
    addSeeder(scheduler, "slow", 1_000);
    measure(scheduler, "fast", 10);
    measure(scheduler, "slow", 1_000);
    reader(0);
    int first = firstMissing(scheduler);
    assertThat(take(scheduler, "slow")).as("by then the other got there").isGreaterThan(first + 90);
    assertThat(take(scheduler, "fast")).isEqualTo(first);
  }

  @Test
  void shouldAskAFasterSourceTooWhenAReaderIsKeptWaiting() {
    ChunkScheduler<String> scheduler = scheduler(1_000);
    addSeeder(scheduler, "slow", 1_000);
    measure(scheduler, "slow", 1_000);
    reader(500);
    assertThat(take(scheduler, "slow")).isEqualTo(500);
    addSeeder(scheduler, "fast", 1_000);
    measure(scheduler, "fast", 10);
    assertThat(take(scheduler, "fast")).isEqualTo(500);
    assertThat(take(scheduler, "fast")).as("two are enough").isEqualTo(501);
    assertThat(scheduler.received("fast", 500, now)).containsExactly("slow");
  }

  @Test
  void shouldNotFetchTwiceWhatIsReadLater() {
    ChunkScheduler<String> scheduler = scheduler(1_000);
    addSeeder(scheduler, "slow", 1_000);
    measure(scheduler, "slow", 1_000);
    Wish reader = reader(500);
    assertThat(take(scheduler, "slow")).isEqualTo(500);
    reader.moveTo(480L * CHUNK);
    addSeeder(scheduler, "fast", 1_000);
    measure(scheduler, "fast", 10);
    for (int chunk = 480; chunk < 500; chunk++) {
      assertThat(take(scheduler, "fast")).isEqualTo(chunk);
    }
    assertThat(take(scheduler, "fast")).isEqualTo(501);
  }

  @Test
  void shouldNameNoAlternativesWhenSomebodyIsAboutToReadTheChunk() {
    ChunkScheduler<String> scheduler = scheduler(1_000);
    addSeeder(scheduler, "seeder");
    add(scheduler, "a", 1);
    Wish reader = reader(500);
    assertThat(scheduler.alternatives("seeder", 500, 16)).isEmpty();
    assertThat(scheduler.alternatives("seeder", 627, 16)).isEmpty();
    assertThat(scheduler.alternatives("seeder", 628, 16)).isNotEmpty();
    wishes.remove(reader);
    assertThat(scheduler.alternatives("seeder", 500, 16)).isNotEmpty();
  }

  /** A reader of that chunk. */
  private Wish reader(int chunk) {
    Wish reader = Wish.reader();
    reader.moveTo((long) chunk * CHUNK);
    wishes.add(reader);
    return reader;
  }

  /** Has a source deliver one chunk in so many milliseconds. */
  private void measure(ChunkScheduler<String> scheduler, String source, int millis) {
    List<Wish> before = List.copyOf(wishes.all());
    wishes.all().clear();
    deliver(scheduler, source, take(scheduler, source), millis);
    wishes.all().addAll(before);
  }

  private static int firstMissing(ChunkScheduler<String> scheduler) {
    int chunk = 0;
    while (scheduler.state(chunk) != ChunkState.MISSING) {
      chunk++;
    }
    return chunk;
  }

  private ChunkScheduler<String> scheduler(int count) {
    return new ChunkScheduler<>(
        layout(count), ChunkSet.empty(count), new SplittableRandom(1), RAREST_AT_ONCE, wishes);
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

  private static void addSeeder(ChunkScheduler<String> scheduler, String source, int count) {
    scheduler.addSource(source, new SourceWindow(CHUNK, WIDE));
    scheduler.sourceSet(source, ChunkSet.complete(count));
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
