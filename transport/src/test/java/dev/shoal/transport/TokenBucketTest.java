package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void shouldLetABurstThroughAndThenTheRate() {
    TokenBucket bucket = new TokenBucket(10, 3, 0);
    assertThat(taken(bucket, 0, 5)).isEqualTo(3);
    assertThat(taken(bucket, SECOND / 10 - 1, 5)).isZero();
    assertThat(taken(bucket, SECOND / 10, 5)).isEqualTo(1);
    assertThat(taken(bucket, 100 * SECOND, 5)).isEqualTo(3);
  }

  @Test
  void shouldSayHowLongADebtLasts() {
    TokenBucket bucket = new TokenBucket(1000, 1000, 0);
    bucket.charge(1500, 0);
    assertThat(bucket.nanosInDebt(0)).isEqualTo(SECOND / 2);
    assertThat(bucket.has(SECOND / 2)).isFalse();
    assertThat(bucket.nanosInDebt(SECOND / 2)).isZero();
    assertThat(bucket.isFull(SECOND * 3 / 2 - 1)).isFalse();
    assertThat(bucket.isFull(SECOND * 3 / 2)).isTrue();
  }

  @Test
  void shouldWorkOnAClockOfAnyOriginAndAfterAnyPause() {
    TokenBucket bucket =
        new TokenBucket(TokenBucket.MAX_RATE, TokenBucket.MAX_RATE, Long.MIN_VALUE);
    bucket.charge(TokenBucket.MAX_RATE, Long.MIN_VALUE);
    bucket.charge(Long.MAX_VALUE, Long.MIN_VALUE);
    bucket.charge(Long.MAX_VALUE, Long.MIN_VALUE);
    assertThat(bucket.nanosInDebt(Long.MIN_VALUE)).isEqualTo(SECOND);
    assertThat(bucket.isFull(-1)).isTrue();
    assertThat(bucket.isFull(-2)).as("time does not run backwards").isTrue();
  }

  @Test
  void shouldRefuseRatesThatItCannotCount() {
    assertThatThrownBy(() -> new TokenBucket(0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TokenBucket(1, TokenBucket.MAX_RATE + 1, 0))
        .hasMessage("no bucket holds 4294967297 tokens and gains 1 a second");
  }

  /** Never more than burst + rate × time, and all of it to who asks all the time. */
  @Property
  void shouldLetThroughExactlyWhatFlowsIn(
      @ForAll @LongRange(min = 1, max = TokenBucket.MAX_RATE) long rate,
      @ForAll @IntRange(min = 1, max = 50) int burst,
      @ForAll @Size(max = 50) List<@LongRange(max = SECOND) Long> steps) {
    TokenBucket bucket = new TokenBucket(rate, burst, 0);
    long now = 0;
    long taken = taken(bucket, now, 100);
    for (long step : steps) {
      now += step;
      taken += taken(bucket, now, 100);
      BigInteger most =
          BigInteger.valueOf(rate)
              .multiply(BigInteger.valueOf(now))
              .divide(BigInteger.valueOf(SECOND))
              .add(BigInteger.valueOf(burst));
      assertThat(BigInteger.valueOf(taken)).isLessThanOrEqualTo(most);
    }
    assertThat(taken).isGreaterThanOrEqualTo(burst);
  }

  /** However much is charged, it is paid back at the rate. */
  @Property
  void shouldBePaidBackWhenItSaysSo(
      @ForAll @LongRange(min = 1, max = TokenBucket.MAX_RATE) long rate,
      @ForAll @LongRange(min = 1, max = 1 << 24) long charge) {
    TokenBucket bucket = new TokenBucket(rate, 1, 0);
    bucket.charge(charge, 0);
    long nanos = bucket.nanosInDebt(0);
    assertThat(bucket.nanosInDebt(Math.max(0, nanos - 1))).isLessThanOrEqualTo(1);
    assertThat(bucket.nanosInDebt(nanos)).isZero();
  }

  private static long taken(TokenBucket bucket, long now, int attempts) {
    long taken = 0;
    for (int i = 0; i < attempts && bucket.take(now); i++) {
      taken++;
    }
    return taken;
  }
}
