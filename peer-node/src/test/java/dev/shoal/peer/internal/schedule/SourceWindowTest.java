package dev.shoal.peer.internal.schedule;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SourceWindowTest {
  private static final int CHUNK = 256 << 10;
  private static final long MILLI = MILLISECONDS.toNanos(1);
  private static final long SECOND = SECONDS.toNanos(1);

  private final SourceWindow window = new SourceWindow(CHUNK);
  private long now;

  @Test
  void shouldAllowTwoChunksWhenNothingIsKnown() {
    request();
    assertThat(window.mayRequest(CHUNK)).isTrue();
    request();
    assertThat(window.mayRequest(CHUNK)).isFalse();
    assertThat(window.isMeasured()).isFalse();
    assertThat(window.deadlineNanos(now, CHUNK)).isBetween(now + 30 * SECOND, now + 60 * SECOND);
  }

  @Test
  void shouldGrowByWhatArrivesWhenTheSourceIsFast() {
    long before = window.windowBytes();
    request();
    answer(MILLI);
    assertThat(window.windowBytes()).isEqualTo(before + CHUNK);
  }

  @Test
  void shouldStopAtTheCapWhenTheSourceIsVeryFast() {
    for (int i = 0; i < 1_000; i++) {
      request();
      answer(MILLI / 10);
    }
    assertThat(window.windowBytes()).isEqualTo(16 << 20);
  }

  @Test
  void shouldHoldTwiceBandwidthTimesDelayWhenBothAreMeasured() {
    // 50 ms away at 20 MB/s: requests are kept under way so that the pipe never dries.
    long perChunk = (long) (CHUNK / 20e6 * SECOND);
    for (int i = 0; i < 500; i++) {
      request();
      window.onFirstByte(50 * MILLI);
      now += perChunk;
      window.onBytes(CHUNK, true, now);
      request();
      window.onDone(0, now);
      window.onCancel(CHUNK);
    }
    assertThat(window.bytesPerSecond()).isCloseTo(20e6, within(1e6));
    assertThat((double) window.windowBytes()).isCloseTo(2e6 + CHUNK, within(3e5));
  }

  @Test
  void shouldStaySmallWhenTheSourceIsSlow() {
    for (int i = 0; i < 50; i++) {
      request();
      answer(SECOND);
    }
    assertThat(window.windowBytes()).isEqualTo(2 * CHUNK);
  }

  @Test
  void shouldAllowTheNextChunkWhenLittleOfTheLastIsStillToCome() {
    for (int i = 0; i < 20; i++) { // 20 ms, the least that is kept under way: a fifth of a chunk
      request();
      window.onFirstByte(MILLI);
      now += 100 * MILLI;
      window.onBytes(CHUNK, true, now);
      window.onDone(0, now);
    }
    request();
    now += 70 * MILLI;
    window.onBytes(CHUNK * 7 / 10, true, now);
    assertThat(window.mayRequest(CHUNK)).isFalse();
    now += 15 * MILLI;
    window.onBytes(CHUNK * 15 / 100, true, now);
    assertThat(window.mayRequest(CHUNK)).isTrue();
  }

  @Test
  void shouldNotCountBytesTwiceWhenARequestIsWithdrawnHalfWay() {
    request();
    window.onBytes(CHUNK / 2, true, now);
    window.onCancel(CHUNK / 2);
    window.onBytes(CHUNK / 4, false, now);
    assertThat(window.outstandingBytes()).isZero();
  }

  @Test
  void shouldShrinkToOneChunkWhenTimeoutsRepeat() {
    for (int i = 0; i < 100; i++) {
      request();
      answer(MILLI);
    }
    long before = window.windowBytes();
    request();
    now += 5 * SECOND;
    window.onTimeout(CHUNK, now);
    assertThat(window.windowBytes()).isEqualTo(before / 2);
    for (int i = 0; i < 10; i++) {
      request();
      now += 5 * SECOND;
      window.onTimeout(CHUNK, now);
    }
    assertThat(window.windowBytes()).isEqualTo(CHUNK);
    assertThat(window.mayRequest(CHUNK)).isTrue();
  }

  @Test
  void shouldNotCountIdleTimeWhenMeasuringTheRate() {
    request();
    answer(100 * MILLI);
    double rate = window.bytesPerSecond();
    now += 100 * SECOND;
    request();
    answer(100 * MILLI);
    assertThat(window.bytesPerSecond()).isCloseTo(rate, within(rate / 100));
  }

  @Test
  void shouldScaleTheDeadlineWhenMuchIsQueuedAtASlowSource() {
    SourceWindow.Limits limits =
        new SourceWindow.Limits(8, 16 << 20, 5 * SECOND, 120 * SECOND, 30 * SECOND);
    SourceWindow slow = new SourceWindow(CHUNK, limits);
    slow.onRequest(CHUNK, 0);
    slow.onBytes(CHUNK, true, 2 * SECOND);
    slow.onDone(0, 2 * SECOND);
    assertThat(slow.deadlineNanos(0, CHUNK)).isCloseTo(8 * SECOND, within(MILLI));
    slow.onRequest(3 * CHUNK, 2 * SECOND);
    assertThat(slow.deadlineNanos(0, CHUNK)).isCloseTo(32 * SECOND, within(MILLI));
    slow.onRequest(100 * CHUNK, 2 * SECOND);
    assertThat(slow.deadlineNanos(0, CHUNK)).as("twice").isCloseTo(416 * SECOND, within(SECOND));
  }

  @Test
  void shouldKeepTheLeastDeadlineWhenTheSourceIsFast() {
    request();
    answer(MILLI);
    assertThat(window.deadlineNanos(now, CHUNK)).isEqualTo(now + 5 * SECOND);
  }

  @Test
  void shouldAlwaysAllowOneChunkWhenTheCapIsSmaller() {
    SourceWindow tiny =
        new SourceWindow(CHUNK, new SourceWindow.Limits(2, 1, SECOND, SECOND, SECOND));
    assertThat(tiny.mayRequest(CHUNK)).isTrue();
    tiny.onRequest(CHUNK, 0);
    assertThat(tiny.mayRequest(1)).isFalse();
  }

  @Test
  void shouldRefuseWhenLimitsMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SourceWindow.Limits(0, 1, 1, 1, 1))
        .withMessage("a request window must hold something");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SourceWindow.Limits(1, 1, 2, 1, 1))
        .withMessage("the least deadline must be positive and not exceed the most");
  }

  private void request() {
    window.onRequest(CHUNK, now);
  }

  private void answer(long nanos) {
    window.onFirstByte(nanos / 2);
    now += nanos;
    window.onBytes(CHUNK, true, now);
    window.onDone(0, now);
  }
}
