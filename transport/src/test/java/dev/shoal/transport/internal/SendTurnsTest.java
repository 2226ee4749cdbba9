package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SendTurnsTest {
  private static final int CHUNK = 256 * 1024;
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final SendTurns turns = new SendTurns();
  private final List<String> told = new ArrayList<>();
  private long now = 5;

  @Test
  void shouldServeInTheOrderOfAskingWhenTheLineIsSlow() {
    slowLine();
    SendTurns.Turn first = enter("first");
    SendTurns.Turn second = enter("second");
    SendTurns.Turn third = enter("third");
    SendTurns.Turn fourth = enter("fourth");
    assertThat(first.nanosToWait(now)).isZero();
    assertThat(second.nanosToWait(now)).isZero();
    assertThat(third.nanosToWait(now)).isPositive();
    assertThat(fourth.nanosToWait(now)).isPositive();

    second.end(now);
    assertThat(told).contains("third").doesNotContain("fourth");
    assertThat(third.nanosToWait(now)).isZero();
    first.end(now);
    assertThat(told).contains("fourth");
  }

  @Test
  void shouldLetNobodyWaitWhenTheLineIsFast() {
    send(1 << 20, 1);
    send(32 << 20, 30);
    assertThat(turns.isNeeded(CHUNK)).isFalse();
  }

  @Test
  void shouldNeedATurnWhileTheSpeedIsUnknown() {
    assertThat(turns.isNeeded(CHUNK)).isTrue();
    assertThat(turns.isNeeded(SendTurns.SHORT_BYTES - 1)).as("too short to matter").isFalse();
  }

  @Test
  void shouldNotCountATurnThatLastsFarLongerThanTheLineWouldTake() {
    slowLine();
    SendTurns.Turn slow = enter("slow reader");
    SendTurns.Turn other = enter("other slow reader");
    SendTurns.Turn next = enter("next");
    slow.nanosToWait(now);
    other.nanosToWait(now);
    long wait = next.nanosToWait(now);
    assertThat(wait).isBetween(20 * MILLI, 250 * MILLI);
    now += wait;
    assertThat(next.nanosToWait(now)).isZero();
  }

  @Test
  void shouldGiveTheTurnOnWhenSomebodyWithdraws() {
    slowLine();
    SendTurns.Turn first = enter("first");
    SendTurns.Turn second = enter("second");
    SendTurns.Turn third = enter("third");
    SendTurns.Turn fourth = enter("fourth");
    fourth.nanosToWait(now);
    third.end(now);
    first.end(now);
    assertThat(told).contains("fourth").doesNotContain("third");
    second.end(now);
    second.end(now);
  }

  @Test
  void shouldNotCountTheTimeInWhichThereIsNothingToSend() {
    slowLine();
    now += TimeUnit.HOURS.toNanos(1);
    send(32 << 20, 30);
    for (int i = 0; i < 20; i++) {
      send(32 << 20, 30);
    }
    assertThat(turns.isNeeded(CHUNK)).isFalse();
  }

  @Property
  void shouldAlwaysServeEverybodyInTheEnd(
      @ForAll @Size(max = 50) List<@IntRange(min = 0, max = 300) Integer> millis) {
    slowLine();
    List<SendTurns.Turn> waiting = new ArrayList<>();
    for (int ignored : millis) {
      waiting.add(enter("one"));
    }
    for (int i = 0; i < millis.size(); i++) {
      SendTurns.Turn turn = waiting.get(i);
      now += turn.nanosToWait(now);
      assertThat(turn.nanosToWait(now)).as("the turn of number %s", i).isZero();
      now += millis.get(i) * MILLI;
      turn.end(now);
    }
  }

  /** About 12 MB/s. */
  private void slowLine() {
    send(CHUNK, 21);
  }

  private void send(int bytes, int millis) {
    turns.begun(bytes, now);
    now += millis * MILLI;
    turns.done(bytes, now);
  }

  private SendTurns.Turn enter(String name) {
    return turns.enter(CHUNK, () -> told.add(name));
  }
}
