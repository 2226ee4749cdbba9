package dev.shoal.peer.internal.schedule;

import static dev.shoal.peer.internal.schedule.SimulatedSwarm.CHUNK;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.internal.schedule.SimulatedSwarm.Nature;
import dev.shoal.peer.internal.schedule.SimulatedSwarm.Reader;
import dev.shoal.peer.internal.schedule.SimulatedSwarm.Source;
import dev.shoal.protocol.ChunkSet;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChunkSchedulerSwarmTest {
  /** At the beginning, when nobody knows yet who is slow. */
  private static final int LONGEST_WAIT_MILLIS = 500;

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void shouldAlwaysFinishWhenLivingSourcesHaveEverythingBetweenThem(
      @ForAll @IntRange(min = 1, max = 150) int count,
      @ForAll @IntRange(min = 1, max = 4) int faithful,
      @ForAll @IntRange(max = 8) int others,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ChunkSet held = some(random, count, random.nextInt(count));
    SimulatedSwarm swarm =
        new SimulatedSwarm((long) count * CHUNK - random.nextInt(CHUNK), held, random);
    Source[] keepers = new Source[faithful];
    for (int i = 0; i < faithful; i++) {
      keepers[i] = swarm.source(nature(random, 0), some(random, count, random.nextInt(count)));
    }
    for (int chunk = 0; chunk < count; chunk++) {
      long when = random.nextLong(SECONDS.toNanos(20));
      swarm.growth(when, keepers[random.nextInt(faithful)], chunk);
    }
    for (int i = 0; i < others; i++) {
      ChunkSet has =
          random.nextBoolean()
              ? ChunkSet.complete(count)
              : some(random, count, random.nextInt(count));
      Source source = swarm.source(nature(random, 100), has);
      if (random.nextBoolean()) {
        swarm.death(random.nextLong(SECONDS.toNanos(30)), source);
      }
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      Reader reader = swarm.reader(Math.pow(10, 4 + 4 * random.nextDouble()));
      swarm.jump(random.nextLong(SECONDS.toNanos(20)), reader, random.nextInt(count));
    }
    if (random.nextInt(4) == 0) {
      swarm.wishes.add(Wish.sequential());
    }

    swarm.run();

    assertThat(swarm.verified).hasSize(count - held.cardinality());
    swarm.requests.forEach(
        (chunk, times) ->
            assertThat(times)
                .as("requests of one chunk")
                .isLessThanOrEqualTo(2 * (1 + swarm.failures.getOrDefault(chunk, 0))));
  }

  @Test
  void shouldNotWaitForTheSlowestWhenOthersAreFaster() {
    SimulatedSwarm swarm =
        new SimulatedSwarm(400L * CHUNK, ChunkSet.empty(400), new SplittableRandom(1));
    swarm.source(Nature.honest(10e6), ChunkSet.complete(400));
    swarm.source(Nature.honest(10e6), ChunkSet.complete(400));
    swarm.source(Nature.honest(20e3), ChunkSet.complete(400));

    long ideal = (long) (400.0 * CHUNK / 20e6 * SECONDS.toNanos(1));
    assertThat(swarm.run()).isLessThan(ideal + MILLISECONDS.toNanos(150));
    assertThat(swarm.fetched).isLessThan(410);
  }

  @Test
  void shouldUseTheWholeBandwidthWhenTheDelayIsLong() {
    SimulatedSwarm swarm =
        new SimulatedSwarm(1_000L * CHUNK, ChunkSet.empty(1_000), new SplittableRandom(1));
    Nature farAway = new Nature(50e6, MILLISECONDS.toNanos(100), 0, 0, 0);
    swarm.source(farAway, ChunkSet.complete(1_000));

    long ideal = (long) (1_000.0 * CHUNK / 50e6 * SECONDS.toNanos(1));
    // The window grows fortyfold, which takes a handful of round trips and no more.
    assertThat(swarm.run()).isLessThan(ideal + 12 * farAway.delayNanos());
  }

  @Test
  void shouldFetchHardlyAnythingTwiceWhenSourcesAreEqual() {
    SimulatedSwarm swarm =
        new SimulatedSwarm(500L * CHUNK, ChunkSet.empty(500), new SplittableRandom(1));
    for (int i = 0; i < 8; i++) {
      swarm.source(Nature.honest(10e6), ChunkSet.complete(500));
    }
    swarm.run();
    assertThat(swarm.fetched).isLessThan(510);
    assertThat(swarm.fetched - swarm.delivered).isEqualTo(swarm.cancelled);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void shouldHardlyEverKeepAReaderWaitingWhenTheRateSuffices(
      @ForAll @IntRange(min = 1, max = 8) int fast,
      @ForAll @IntRange(max = 8) int slow,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int count = 600;
    SimulatedSwarm swarm = new SimulatedSwarm((long) count * CHUNK, ChunkSet.empty(count), random);
    for (int i = 0; i < fast; i++) {
      swarm.source(steady(random, 5e6), ChunkSet.complete(count));
    }
    for (int i = 0; i < slow; i++) {
      swarm.source(steady(random, 50e3), ChunkSet.complete(count));
    }
    Reader reader = swarm.reader(fast * 5e6 / 2);

    swarm.run();

    assertThat(reader.longestWait).isLessThan(MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS));
    assertThat(swarm.fetched).isLessThan(count + count / 6);
  }

  private static Nature steady(SplittableRandom random, double rate) {
    return new Nature(rate, MILLISECONDS.toNanos(1 + random.nextInt(50)), 0, 0, 0);
  }

  private static Nature nature(SplittableRandom random, int badness) {
    double rate = Math.pow(10, 4.5 + 4 * random.nextDouble());
    long delay = MILLISECONDS.toNanos(random.nextInt(200));
    return new Nature(rate, delay, random.nextInt(100), random.nextInt(100), badness);
  }

  private static ChunkSet some(SplittableRandom random, int count, int howMany) {
    ChunkSet set = ChunkSet.empty(count);
    for (int i = 0; i < howMany; i++) {
      set.add(random.nextInt(count));
    }
    return set;
  }
}
