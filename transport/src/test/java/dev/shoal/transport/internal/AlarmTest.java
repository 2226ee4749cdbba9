package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AlarmTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private long now;
  private int times;
  private final Alarm alarm = new Alarm(channel.eventLoop(), () -> now, () -> times++);

  @Test
  void shouldGoOffAtTheEarliestTimeAndOnlyOnce() {
    alarm.set(millis(10));
    alarm.set(millis(5));
    alarm.set(millis(20));
    advance(4);
    assertThat(times).isZero();
    advance(1);
    assertThat(times).isEqualTo(1);
    advance(100);
    assertThat(times).isEqualTo(1);
  }

  @Test
  void shouldBeReadyToBeSetAgain() {
    alarm.set(millis(5));
    advance(5);
    alarm.set(millis(5));
    advance(5);
    assertThat(times).isEqualTo(2);
  }

  @Test
  void shouldNotGoOffWhenItIsStopped() {
    alarm.stop();
    alarm.set(millis(5));
    alarm.stop();
    advance(5);
    assertThat(times).isZero();
  }

  private static long millis(long count) {
    return TimeUnit.MILLISECONDS.toNanos(count);
  }

  private void advance(long millis) {
    now += millis(millis);
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }
}
