package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long BURST = RateLimit.BURST_NANOS;

  @Test
  void shouldGiveEachSliceTheMomentWhenThoseBeforeItArePaidFor() {
    RateLimit limit = RateLimit.of(10_000);
    assertThat(limit.reserve(1000, 0)).isZero();
    assertThat(limit.reserve(5000, 0)).isEqualTo(SECOND / 10);
    assertThat(limit.reserve(1000, 0)).isEqualTo(SECOND * 6 / 10);
    assertThat(limit.reserve(1000, SECOND / 2)).isEqualTo(SECOND * 7 / 10);
  }

  @Test
  void shouldMakeUpForALateSliceButNotForALongPause() {
    RateLimit limit = RateLimit.of(100_000);
    limit.reserve(1000, 0);
    assertThat(limit.reserve(1000, SECOND / 100 + BURST)).isEqualTo(SECOND / 100);
    long later = 10 * SECOND;
    assertThat(limit.reserve(1000, later)).isEqualTo(later - BURST);
    assertThat(limit.reserve(1000, later)).isEqualTo(later - BURST + SECOND / 100);
  }

  @Test
  void shouldNotLimitAnythingWithoutARate() {
    RateLimit limit = RateLimit.of(0);
    assertThat(limit.isInForce()).isFalse();
    assertThat(limit.slice(1 << 20)).isEqualTo(1 << 20);
    assertThat(limit.reserve(1 << 30, 5)).isEqualTo(5);
    assertThat(limit.reserve(1 << 30, 5)).isEqualTo(5);
    assertThat(limit.charge(1 << 30, 5)).isEqualTo(5);
  }

  @Test
  void shouldCountAnewWhenTheRateChanges() {
    RateLimit limit = RateLimit.of(1024);
    limit.reserve(1 << 20, 0);
    int before = limit.changes();
    limit.set(1_000_000);
    assertThat(limit.changes()).isNotEqualTo(before);
    assertThat(limit.reserve(1000, SECOND)).isEqualTo(SECOND);
    assertThat(limit.reserve(1000, SECOND)).isEqualTo(SECOND + SECOND / 1000);
    limit.set(0);
    assertThat(limit.reserve(1000, SECOND)).isEqualTo(SECOND);
    assertThat(limit.isInForce()).isFalse();
  }

  @Test
  void shouldTellOfChangesOfTheLimitAroundIt() {
    RateLimit node = RateLimit.of(0);
    RateLimit file = node.inner(0);
    int before = file.changes();
    assertThat(file.isInForce()).isFalse();
    node.set(1024);
    assertThat(file.isInForce()).isTrue();
    assertThat(file.changes()).isNotEqualTo(before);
    assertThat(file.bytesPerSecond()).isZero();
  }

  @Test
  void shouldCountWhatPassedWithEveryLimitAroundIt() {
    RateLimit node = RateLimit.of(10_000);
    RateLimit slow = node.inner(2_000);
    RateLimit free = node.inner(0);
    assertThat(slow.charge(1_000, 0)).isEqualTo(SECOND / 2);
    assertThat(free.charge(1_000, 0)).isEqualTo(SECOND / 5);
    assertThat(node.charge(1_000, 0)).isEqualTo(SECOND * 3 / 10);
  }

  @Test
  void shouldAddUpWhatPassesWhetherItLimitsOrNot() {
    RateLimit node = RateLimit.of(0);
    RateLimit file = node.inner(5000);
    file.count(100);
    node.count(20);
    file.set(0);
    file.count(3);
    assertThat(file.passedBytes()).isEqualTo(103);
    assertThat(node.passedBytes()).isEqualTo(123);
  }

  @Test
  void shouldCutSlicesThatPassInAboutASixtyFourthOfASecond() {
    assertThat(RateLimit.of(1024).slice(1 << 20)).isEqualTo(4096);
    assertThat(RateLimit.of(1 << 20).slice(1 << 20)).isEqualTo(16 << 10);
    assertThat(RateLimit.of(1_000_000).slice(1 << 20)).isEqualTo(12 << 10);
    assertThat(RateLimit.of(1 << 30).slice(1 << 20)).isEqualTo(1 << 20);
    assertThat(RateLimit.of(1 << 20).slice(1000)).as("what is left").isEqualTo(1000);
    assertThat(RateLimit.of(1 << 20).inner(2 << 20).slice(1 << 20)).isEqualTo(16 << 10);
    assertThat(RateLimit.of(2 << 20).inner(1 << 20).slice(1 << 20)).isEqualTo(16 << 10);
  }

  @Test
  void shouldWorkAtAnyRateAndOnAClockOfAnyOrigin() {
    RateLimit limit = RateLimit.of(Long.MAX_VALUE);
    long now = Long.MAX_VALUE - 1;
    assertThat(limit.reserve(Integer.MAX_VALUE, now) - now).isZero();
    assertThat(limit.reserve(Integer.MAX_VALUE, now) - now).isEqualTo(1);
    RateLimit slow = RateLimit.of(1024);
    slow.reserve(4096, now);
    assertThat(slow.reserve(4096, now) - now).isEqualTo(4 * SECOND);
  }

  @Test
  void shouldRefuseRatesThatCannotBeMeant() {
    assertThatThrownBy(() -> RateLimit.of(10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a rate limit is 0, for none, or at least 1024 bytes a second, not 10");
    assertThatThrownBy(() -> RateLimit.of(0).set(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RateLimit.of(0).inner(1)).isInstanceOf(IllegalArgumentException.class);
  }

  /** However late those who wait come back, and whatever they send. */
  @Property
  void shouldNeverLetMoreThroughThanRateAndBurstAllow(
      @ForAll @LongRange(min = 1024, max = 1L << 34) long rate,
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 1 << 20) Integer> slices,
      @ForAll @LongRange(max = SECOND / 5) long lateness) {
    RateLimit limit = RateLimit.of(rate);
    List<Long> times = new ArrayList<>();
    long now = 0;
    for (int slice : slices) {
      long start = limit.reserve(slice, now);
      now = Math.max(now, start + (lateness * slice) % SECOND / 4); // now early, now late
      times.add(now);
    }
    for (int from = 0; from < slices.size(); from++) {
      double between = 0;
      for (int to = from + 1; to < slices.size(); to++) {
        double seconds = (double) (times.get(to) - times.get(from) + BURST) / SECOND;
        assertThat(between).isLessThanOrEqualTo(rate * seconds + 1);
        between += slices.get(to);
      }
    }
  }

  /** As long as they are less late than the burst is long. */
  @Property
  void shouldLoseNothingToThoseWhoComeALittleLate(
      @ForAll @LongRange(min = 1024, max = 1L << 34) long rate,
      @ForAll @Size(min = 10, max = 60) List<@LongRange(max = 49_000_000) Long> lateness) {
    RateLimit limit = RateLimit.of(rate);
    int slice = limit.slice(1 << 20);
    long now = 0;
    for (long late : lateness) {
      now = Math.max(now, limit.reserve(slice, now) + late);
    }
    double due = (double) slice * lateness.size() / rate * SECOND;
    long start = limit.reserve(slice, now);
    assertThat((double) start).isCloseTo(due, within((double) lateness.size() + 1));
  }

  /** Who asks again after each slice gets as much as everybody else, whoever asks first. */
  @Property(tries = 100)
  void shouldLetEverybodyTakeTurns(
      @ForAll @IntRange(min = 2, max = 20) int askers,
      @ForAll @LongRange(min = 1024, max = 1 << 30) long rate) {
    RateLimit limit = RateLimit.of(rate);
    int slice = limit.slice(1 << 20);
    long[] next = new long[askers];
    int[] turns = new int[askers];
    for (int asker = 0; asker < askers; asker++) {
      next[asker] = limit.reserve(slice, 0);
    }
    for (int step = 0; step < 10 * askers; step++) {
      int first = 0;
      for (int asker = 1; asker < askers; asker++) {
        first = next[asker] < next[first] ? asker : first;
      }
      turns[first]++;
      next[first] = limit.reserve(slice, Math.max(0, next[first]));
    }
    assertThat(turns).containsOnly(10);
  }
}
