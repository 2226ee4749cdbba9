package dev.shoal.peer.internal.tracker;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.internal.schedule.Backoff;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TrackerRotationTest {
  private static final long REST = MILLISECONDS.toNanos(500);
  private static final long LASTING = TrackerRotation.LASTING_NANOS;

  @Example
  void shouldTryAllAtOnceInOrderAndRestOnlyThen() {
    TrackerRotation rotation = rotation(3);
    assertThat(rotation.current()).isZero();
    assertThat(rotation.failed()).isZero();
    assertThat(rotation.current()).isEqualTo(1);
    assertThat(rotation.failed()).isZero();
    assertThat(rotation.current()).isEqualTo(2);
    assertThat(rotation.failed()).isGreaterThanOrEqualTo(REST);
    assertThat(rotation.current()).as("the list begins anew").isZero();
  }

  @Example
  void shouldTryTheTrackerThatWasLostBeforeTheOthersInOrder() {
    TrackerRotation rotation = rotation(3);
    rotation.failed();
    rotation.opened(1, 0);
    assertThat(rotation.lost(LASTING)).isZero();
    assertThat(rotation.current()).isEqualTo(1);
    assertThat(rotation.failed()).isZero();
    assertThat(rotation.current()).isZero();
    assertThat(rotation.failed()).isZero();
    assertThat(rotation.current()).isEqualTo(2);
    assertThat(rotation.failed()).isGreaterThanOrEqualTo(REST);
  }

  @Example
  void shouldRestWhenTheOnlyTrackerDropsOneConnectionAfterTheOther() {
    TrackerRotation rotation = rotation(1);
    rotation.opened(0, 0);
    assertThat(rotation.lost(1)).as("once is an accident").isZero();
    for (int i = 0; i < 5; i++) {
      rotation.opened(0, 1);
      assertThat(rotation.lost(2)).isGreaterThanOrEqualTo(REST);
    }
  }

  @Example
  void shouldBeginAgainWithShortRestsWhenASessionLasted() {
    TrackerRotation rotation = rotation(1);
    for (int i = 0; i < 20; i++) {
      rotation.failed();
    }
    rotation.opened(0, 0);
    assertThat(rotation.lost(LASTING)).isZero();
    assertThat(rotation.failed()).isLessThanOrEqualTo(SECONDS.toNanos(1));
  }

  /** Steps: an attempt fails, a session is lost at once, a session is lost after it lasted. */
  @Property
  void shouldNeverTryLongWithoutARestNorRestLong(
      @ForAll @IntRange(min = 1, max = 16) int count,
      @ForAll @Size(max = 200) List<@IntRange(max = 20) Integer> steps) {
    TrackerRotation rotation = rotation(count);
    int attempts = 0;
    long now = 0;
    for (int step : steps) {
      long delay;
      if (step < 14) {
        delay = rotation.failed();
      } else {
        rotation.opened(rotation.current(), now);
        now += step < 20 ? 1 : LASTING;
        attempts = step < 20 ? attempts : 0;
        delay = rotation.lost(now);
      }
      assertThat(rotation.current()).isBetween(0, count - 1);
      attempts = delay == 0 ? attempts + 1 : 0;
      assertThat(attempts).isLessThanOrEqualTo(2 * count);
      if (delay != 0) {
        assertThat(delay).isBetween(REST, SECONDS.toNanos(30));
      }
      now += delay;
    }
  }

  private static TrackerRotation rotation(int count) {
    return new TrackerRotation(count, new Backoff(new SplittableRandom(1)));
  }
}
