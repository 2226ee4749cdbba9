package dev.shoal.tracker.internal.access.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** With the defaults. */
class LoginThrottleTest {
  private static final long SECOND = 1_000_000_000L;
  private static final PeerId STRANGER = peer(1);
  private static final PeerId OWN_NODE = peer(2);

  private final LoginThrottle throttle = new LoginThrottle(LoginThrottle.Limits.DEFAULT);
  private long now = -5 * SECOND; // any origin will do

  @Test
  void shouldLetTenTriesThroughAndThenOneEachHalfMinuteForOneAddressAtOneAccount() {
    assertThat(tries("alice", host(1), STRANGER, 50)).isEqualTo(10);
    now += 30 * SECOND;
    assertThat(tries("alice", host(1), STRANGER, 50)).isEqualTo(1);
    now += 300 * SECOND;
    assertThat(tries("alice", host(1), STRANGER, 50)).isEqualTo(10);
  }

  @Test
  void shouldTellHowLongToWait() {
    tries("alice", host(1), STRANGER, 10);
    now += SECOND / 2;
    assertThatThrownBy(() -> throttle.tryAccount("alice", host(1), STRANGER, 1, now))
        .hasMessage("too many attempts; try again in 30 s")
        .extracting("code")
        .isEqualTo(ErrorCode.BUSY);
  }

  @Test
  void shouldForgetFailuresWhenALoginSucceeds() {
    tries("alice", host(1), STRANGER, 9);
    throttle.succeeded("alice", host(1), STRANGER, now);
    now += 10 * SECOND;
    assertThat(tries("alice", host(1), STRANGER, 50)).isEqualTo(10);
  }

  @Test
  void shouldHoldAnAddressToItsRateWhateverAccountsItTries() {
    assertThat(triesAtMany(host(1), 50)).isEqualTo(20);
    now += 3 * SECOND;
    assertThat(triesAtMany(host(1), 50)).isEqualTo(3);
  }

  @Test
  void shouldTakeIpv6AddressesOfANetworkForOne() {
    for (int i = 0; i < 10; i++) {
      assertThat(tries("alice", named("2001:db8::" + i), peer(i), 1)).isEqualTo(1);
    }
    assertThat(tries("alice", named("2001:db8::ffff"), STRANGER, 1)).isZero();
    assertThat(tries("alice", named("2001:db8:0:1::1"), STRANGER, 1)).isEqualTo(1);
  }

  @Test
  void shouldLimitLoopbackToo() {
    assertThat(tries("alice", InetAddress.getLoopbackAddress(), STRANGER, 50)).isEqualTo(10);
  }

  @Test
  void shouldHoldAnAccountToItsRateHoweverManyAddressesTryIt() {
    int through = 0;
    for (int i = 0; i < 30; i++) {
      through += tries("alice", host(i), peer(i), 1);
    }
    assertThat(through).isEqualTo(20);
  }

  @Test
  void shouldHoldAllStrangersTogetherToARate() {
    int through = 0;
    for (int i = 0; i < 100; i++) {
      through += tries("user" + i, host(i), peer(i), 1);
    }
    assertThat(through).isEqualTo(30);
  }

  @Test
  void shouldNotLockAUserOutWhenOneAddressGuesses() {
    for (int i = 0; i < 1000; i++) {
      tries("alice", host(1), STRANGER, 1);
      now += SECOND / 100;
    }
    assertThat(tries("alice", host(2), OWN_NODE, 1)).isEqualTo(1);
  }

  /** Ten addresses have a hundred tries at once, at two a second, and few after that. */
  @Test
  void shouldNotLockAUserOutForLongWhenTenAddressesGuess() {
    int waited = 0;
    while (waited < 300) {
      for (int i = 0; i < 10; i++) {
        tries("alice", host(i), peer(i), 20);
      }
      if (tries("alice", host(99), OWN_NODE, 1) == 1) {
        break;
      }
      waited++;
      now += SECOND;
    }
    assertThat(waited).isLessThan(60);
  }

  @Test
  void shouldNotLockAKnownNodeOutHoweverManyAddressesGuess() {
    assertThat(tries("alice", host(1), OWN_NODE, 1)).isEqualTo(1);
    throttle.succeeded("alice", host(1), OWN_NODE, now);
    for (int second = 0; second < 30; second++) {
      now += SECOND;
      for (int i = 0; i < 200; i++) {
        tries("alice", host(i), peer(1000 + i), 1);
      }
    }
    assertThat(tries("alice", host(1), STRANGER, 1)).isZero();
    assertThat(tries("alice", host(1), OWN_NODE, 1)).isEqualTo(1);
  }

  @Test
  void shouldLetAKnownNodeGuessNoFasterThanOthers() {
    throttle.succeeded("alice", host(1), OWN_NODE, now);
    assertThat(tries("alice", host(1), OWN_NODE, 50)).isEqualTo(10);
    throttle.recognised("alice", OWN_NODE, now);
    now += 30 * SECOND;
    assertThat(tries("alice", host(1), OWN_NODE, 50)).isEqualTo(1);
  }

  @Test
  void shouldLeaveRoomForOtherKnownNodesWhenOneRepeatsItsOwnPassword() {
    throttle.succeeded("mallory", host(1), STRANGER, now);
    throttle.succeeded("alice", host(2), OWN_NODE, now);
    int through = 0;
    for (int second = 0; second < 60; second++) {
      now += SECOND;
      while (tries("mallory", host(1), STRANGER, 1) == 1) {
        throttle.succeeded("mallory", host(1), STRANGER, now);
        through++;
      }
    }
    assertThat(through).isLessThanOrEqualTo(20 + 60);
    assertThat(tries("alice", host(2), OWN_NODE, 5)).isEqualTo(5);
  }

  @Test
  void shouldNotLockAKnownNodeOutWhenStrangersAtItsAddressGuess() {
    throttle.succeeded("alice", host(1), OWN_NODE, now);
    triesAtMany(host(1), 50);
    assertThat(tries("alice", host(1), OWN_NODE, 1)).isEqualTo(1);
  }

  @Test
  void shouldKnowANodeByTheAccountItLoggedInToOnly() {
    throttle.recognised("mallory", STRANGER, now);
    assertThat(tries("alice", host(1), STRANGER, 50)).isEqualTo(10);
    for (int i = 0; i < 20; i++) {
      tries("alice", host(i), peer(i), 1);
    }
    assertThat(tries("alice", host(50), STRANGER, 1)).isZero();
  }

  @Test
  void shouldTakeEveryNodeForAStrangerWhenAnAccountIsForgotten() throws ProtocolException {
    throttle.succeeded("alice", host(1), OWN_NODE, now);
    throttle.succeeded("bob", host(1), OWN_NODE, now);

    throttle.forget("alice");

    assertThat(throttle.tryAccount("alice", host(1), OWN_NODE, 1, now))
        .isEqualTo(HashingLane.STRANGERS);
    assertThat(throttle.tryAccount("bob", host(1), OWN_NODE, 1, now)).isEqualTo(HashingLane.KNOWN);
  }

  @Test
  void shouldKeepANodeKnownThoughAnotherAccountLogsInFromManyNodes() {
    throttle.succeeded("alice", host(1), OWN_NODE, now);
    for (int i = 0; i < 10_000; i++) {
      throttle.succeeded("mallory", host(2), peer(100 + i), now);
    }
    assertThat(tries("alice", host(1), OWN_NODE, 11)).isEqualTo(10);
  }

  @Test
  void shouldCountBothRunsOfAChangeOfPassword() throws ProtocolException {
    for (int i = 0; i < 15; i++) {
      throttle.tryAccount("user" + i, host(i), STRANGER, 2, now);
    }
    assertThat(tries("alice", host(99), STRANGER, 1)).isZero();
  }

  @Test
  void shouldLetAnAddressMakeFewAccounts() {
    int made = 0;
    for (int second = 0; second < 300; second++) {
      made += creations(host(1));
      now += SECOND;
    }
    assertThat(made).isEqualTo(14);
    assertThat(creations(host(2))).isEqualTo(1);
  }

  @Test
  void shouldLetAnAdministratorMakeManyAccounts() throws ProtocolException {
    for (int i = 0; i < 100; i++) {
      throttle.tryTrusted(now);
      now += SECOND / 5;
    }
  }

  @Test
  void shouldRememberABoundedNumberOfEverything() {
    for (int i = 0; i < 100_000; i++) {
      tries("user" + i, host(i), peer(i), 1);
      now += SECOND / 1000;
    }
    assertThat(throttle.size()).isLessThan(10_000);
    now += 1000 * SECOND;
    assertThat(tries("alice", host(1), STRANGER, 1)).isEqualTo(1);
    assertThat(throttle.size()).isEqualTo(3);
  }

  /**
   * Whoever tries whatever, from wherever, known or not: never more runs than the rate and the
   * burst allow.
   */
  @Property(tries = 200)
  void shouldNeverLetMoreThroughThanRateAndBurst(
      @ForAll @Size(min = 1, max = 400) List<@IntRange(max = 999_999) Integer> script) {
    LoginThrottle any = new LoginThrottle(LoginThrottle.Limits.DEFAULT);
    long start = now;
    long runs = 0;
    long time = start;
    for (int step : script) {
      time += step % 50 * (SECOND / 1000);
      String user = "user" + step / 50 % 7;
      InetAddress host = host(step / 350 % 90);
      PeerId peer = peer(step / 31_500 % 4);
      for (int i = 0; i < 5; i++) {
        int wanted = 1 + step % 2;
        if (isThrough(any, user, host, peer, wanted, time)) {
          runs += wanted;
          if (step % 3 == 0) {
            any.succeeded(user, host, peer, time);
          }
        }
      }
      double seconds = (time - start) / (double) SECOND;
      assertThat((double) runs).isLessThanOrEqualTo(20 * seconds + 40 + 1e-6);
    }
  }

  @Property(tries = 200)
  void shouldHoldAPaceWhateverTheTimes(
      @ForAll @IntRange(min = 1, max = 20) int burst,
      @ForAll @IntRange(min = 1, max = 1000) int millis,
      @ForAll @Size(max = 200) List<@IntRange(max = 2000) Integer> pauses) {
    Pace pace = new Pace(burst, Duration.ofMillis(millis));
    long time = now;
    long rest = now;
    int done = 0;
    for (int pause : pauses) {
      time += pause * 1_000_000L;
      while (pace.nanosToWait(rest, 1, time) == 0) {
        rest = pace.done(rest, 1, time);
        done++;
      }
      long wait = pace.nanosToWait(rest, 1, time);
      assertThat(pace.nanosToWait(rest, 1, time + wait)).isZero();
      assertThat(pace.nanosToWait(rest, 1, time + wait - 1)).isPositive();
      assertThat((long) done).isLessThanOrEqualTo(burst + (time - now) / (millis * 1_000_000L));
    }
  }

  private int tries(String user, InetAddress host, PeerId peer, int times) {
    int through = 0;
    for (int i = 0; i < times; i++) {
      through += isThrough(throttle, user, host, peer, 1, now) ? 1 : 0;
    }
    return through;
  }

  private int triesAtMany(InetAddress host, int accounts) {
    int through = 0;
    for (int i = 0; i < accounts; i++) {
      through += tries("user" + i, host, STRANGER, 1);
    }
    return through;
  }

  private int creations(InetAddress host) {
    try {
      throttle.tryCreation(host, now);
      return 1;
    } catch (ProtocolException e) {
      return 0;
    }
  }

  private static boolean isThrough(
      LoginThrottle throttle, String user, InetAddress host, PeerId peer, int runs, long time) {
    try {
      throttle.tryAccount(user, host, peer, runs, time);
      return true;
    } catch (ProtocolException e) {
      return false;
    }
  }

  private static PeerId peer(int number) {
    return PeerId.fromBytes(ByteBuffer.allocate(PeerId.LENGTH).putInt(number).array());
  }

  private static InetAddress host(int number) {
    return named("10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255));
  }

  private static InetAddress named(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
