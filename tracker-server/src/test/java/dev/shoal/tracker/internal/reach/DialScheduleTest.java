package dev.shoal.tracker.internal.reach;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DialScheduleTest {
  private static final long SECOND = 1_000_000_000L;

  private long now;
  private Predicate<Integer> wanted = item -> true;

  @Test
  void shouldDialNoMoreAtOnceThanAllowed() {
    DialSchedule<Integer> schedule = schedule(2, 100, 100);
    for (int i = 0; i < 5; i++) {
      assertThat(schedule.offer(host(i), i, now)).isTrue();
    }
    var first = next(schedule);
    assertThat(first.item()).isZero();
    assertThat(next(schedule).item()).isEqualTo(1);
    assertThat(schedule.poll(now)).isNull();
    schedule.done(first, now);
    assertThat(next(schedule).item()).isEqualTo(2);
    assertThat(schedule.poll(now)).isNull();
  }

  @Test
  void shouldDialNoFasterThanAllowed() {
    DialSchedule<Integer> schedule = schedule(100, 10, 10);
    for (int i = 0; i < 40; i++) {
      schedule.offer(host(i), i, now);
    }
    assertThat(dialAll(schedule)).hasSize(10);
    now += SECOND / 2;
    assertThat(dialAll(schedule)).hasSize(5);
    now += 10 * SECOND;
    assertThat(dialAll(schedule)).hasSize(10);
  }

  @Test
  void shouldHoldEachAddressToItsOwnRateAndServeTheOthersMeanwhile() {
    DialSchedule<Integer> schedule = schedule(100, 1000, 5);
    for (int i = 0; i < 100; i++) {
      schedule.offer(host(1), -1, now);
    }
    for (int i = 0; i < 10; i++) {
      schedule.offer(host(100 + i), i, now);
    }
    assertThat(dialAll(schedule)).hasSize(15).contains(0, 9);
    now += SECOND;
    assertThat(dialAll(schedule)).hasSize(5).containsOnly(-1);
  }

  @Test
  void shouldLetAnAddressOccupyFewPlacesWhenItSwallowsConnections() {
    DialSchedule<Integer> schedule = schedule(100, 1000, 1000);
    for (int i = 0; i < 50; i++) {
      schedule.offer(host(1), i, now);
    }
    for (int i = 0; i < DialSchedule.MAX_AT_ONCE_TO_ADDRESS; i++) {
      next(schedule);
    }
    assertThat(schedule.poll(now)).isNull();
    schedule.offer(host(2), 99, now);
    assertThat(next(schedule).item()).isEqualTo(99);
  }

  @Test
  void shouldTakeIpv6AddressesOfANetworkForOne() {
    DialSchedule<Integer> schedule = schedule(100, 1000, 3);
    for (int i = 1; i < 10; i++) {
      schedule.offer(named("2001:db8::" + i), i, now);
    }
    assertThat(dialAll(schedule)).hasSize(3);
  }

  @Test
  void shouldVerifyAThousandPeersBehindOneAddressWithinAHeartbeat() {
    DialSchedule<Integer> schedule = schedule(64, 200, 40);
    for (int i = 0; i < 1000; i++) {
      assertThat(schedule.offer(host(1), i, now)).isTrue();
    }
    int dialled = 0;
    while (now < 30 * SECOND) {
      dialled += dialAll(schedule).size();
      now += SECOND / 40;
    }
    assertThat(dialled).isEqualTo(1000);
    assertThat(schedule.isWaiting()).isFalse();
  }

  @Test
  void shouldNotLimitAddressesThatHaveNoLimitsOfTheirOwn() {
    DialSchedule<Integer> schedule =
        new DialSchedule<>(limits(100, 1000, 1), InetAddress::isSiteLocalAddress, wanted, now);
    for (int i = 0; i < 50; i++) {
      schedule.offer(InetAddress.getLoopbackAddress(), i, now);
    }
    assertThat(dialAll(schedule)).hasSize(50);
  }

  @Test
  void shouldSpendNothingOnWhatIsNotWantedAnyMore() {
    wanted = item -> item >= 90;
    DialSchedule<Integer> schedule = schedule(64, 10, 10);
    for (int i = 0; i < 100; i++) {
      schedule.offer(host(1), i, now);
    }
    List<Integer> dialled = new ArrayList<>();
    List<Integer> passedOver = new ArrayList<>();
    DialSchedule.Turn<Integer> turn;
    while ((turn = schedule.poll(now)) != null) {
      (turn.wanted() ? dialled : passedOver).add(turn.item());
      schedule.done(turn, now);
    }
    assertThat(passedOver).hasSize(90);
    assertThat(dialled).containsExactly(90, 91, 92, 93, 94, 95, 96, 97, 98, 99);
    assertThat(schedule.isWaiting()).isFalse();
  }

  @Test
  void shouldTakeABoundedAmountOfMemoryWhateverIsOffered() {
    DialSchedule<Integer> schedule = schedule(8, 1000, 2);
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      now += random.nextInt(1_000_000);
      schedule.offer(host(random.nextInt()), i, now);
      dialAll(schedule);
      assertThat(schedule.size())
          .isLessThanOrEqualTo(DialSchedule.MAX_WAITING + DialSchedule.MAX_RESTING + 8);
    }
    for (int i = 0; i <= DialSchedule.MAX_WAITING_FOR_ADDRESS; i++) {
      schedule.offer(host(1), i, now);
    }
    assertThat(schedule.offer(host(1), 0, now)).isFalse();
  }

  /** Dials what may be dialled, each over at once. */
  private List<Integer> dialAll(DialSchedule<Integer> schedule) {
    List<Integer> dialled = new ArrayList<>();
    DialSchedule.Turn<Integer> turn;
    while ((turn = schedule.poll(now)) != null) {
      dialled.add(turn.item());
      schedule.done(turn, now);
    }
    return dialled;
  }

  private DialSchedule.Turn<Integer> next(DialSchedule<Integer> schedule) {
    return Objects.requireNonNull(schedule.poll(now));
  }

  private DialSchedule<Integer> schedule(int atOnce, int perSecond, int perSecondAndAddress) {
    return new DialSchedule<>(
        limits(atOnce, perSecond, perSecondAndAddress), host -> true, wanted, now);
  }

  private static DialLimits limits(int atOnce, int perSecond, int perSecondAndAddress) {
    return new DialLimits(
        true,
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        atOnce,
        perSecond,
        perSecondAndAddress,
        1024);
  }

  private static InetAddress host(int number) {
    return named("10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255));
  }

  private static InetAddress named(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
