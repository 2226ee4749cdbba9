package dev.shoal.peer.internal.download;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.RateLimit;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RequestPaceTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int CHUNK = 100_000;

  private final RateLimit limit = RateLimit.of(CHUNK);
  private final RequestPace pace = new RequestPace(limit, CHUNK, 0);

  /** How many chunks may be asked for now. */
  private int asked(long nowNanos) {
    int count = 0;
    while (count < 1000 && pace.mayAsk(nowNanos)) {
      pace.asked(CHUNK, nowNanos);
      count++;
    }
    return count;
  }

  @Test
  void shouldAskTwoChunksAheadAndThenAsFastAsTheyMayCome() {
    assertThat(asked(0)).isEqualTo(2);
    assertThat(asked(SECOND / 2)).isEqualTo(1);
    assertThat(asked(SECOND)).isZero();
    assertThat(asked(SECOND * 3 / 2)).isEqualTo(1);
  }

  @Test
  void shouldAskAQuarterOfASecondAheadWhenChunksAreSmall() {
    limit.set(100 * CHUNK);
    assertThat(asked(0)).isEqualTo(25);
    assertThat(asked(SECOND / 10)).isEqualTo(10);
  }

  @Test
  void shouldNotMakeUpForAPause() {
    assertThat(asked(0)).isEqualTo(2);
    assertThat(asked(100 * SECOND)).isEqualTo(2);
  }

  @Test
  void shouldAskForEverythingWithoutALimit() {
    limit.set(0);
    assertThat(asked(0)).isEqualTo(1000);
  }

  @Test
  void shouldBeginAnewWhenTheRateChanges() {
    assertThat(asked(0)).isEqualTo(2);
    limit.set(2 * CHUNK);
    assertThat(asked(0)).isEqualTo(2);
    limit.set(0);
    assertThat(pace.mayAsk(0)).isTrue();
  }

  @Test
  void shouldLeaveTheNodesLimitToReading() {
    RequestPace free = new RequestPace(limit.inner(0), CHUNK, 0);
    free.asked(1 << 30, 0);
    assertThat(free.mayAsk(0)).isTrue();
  }

  /** Whenever it is asked, it is never further ahead than that and one chunk. */
  @Property
  void shouldNeverAskForMuchMoreThanMayCome(
      @ForAll @LongRange(min = RateLimit.LEAST, max = 1 << 30) long rate,
      @ForAll @IntRange(min = 1 << 16, max = 1 << 22) int chunk,
      @ForAll @LongRange(min = 1, max = 1_000_000_000) long step) {
    RequestPace any = new RequestPace(RateLimit.of(rate), chunk, 0);
    double asked = 0;
    for (long now = 0; now < 20 * step; now += step) {
      while (any.mayAsk(now)) {
        any.asked(chunk, now);
        asked += chunk;
      }
      double ahead = Math.max(2.0 * chunk, rate / 4.0) + chunk;
      assertThat(asked).isLessThanOrEqualTo((double) rate * now / SECOND + ahead + 20);
    }
  }
}
