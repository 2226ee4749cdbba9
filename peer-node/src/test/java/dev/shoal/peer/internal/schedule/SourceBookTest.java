package dev.shoal.peer.internal.schedule;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SourceBookTest {
  private static final long HOUR = SECONDS.toNanos(3600);

  private final SourceBook book = new SourceBook(3, HOUR, new SplittableRandom(1));
  private final InetSocketAddress a = address(1);
  private final InetSocketAddress b = address(2);
  private final InetSocketAddress c = address(3);
  private final InetSocketAddress d = address(4);

  @Test
  void shouldPreferSeedersAndDialEachOnceWhenAllAreNew() {
    book.learned(a, false);
    book.learned(b, true);
    book.learned(b, true);
    assertThat(book.nextToDial(0)).isEqualTo(b);
    assertThat(book.nextToDial(0)).isEqualTo(a);
    assertThat(book.nextToDial(0)).isNull();
  }

  @Test
  void shouldPreferOthersForAWhileWhenAnAddressWasReleased() {
    book.learned(a, true);
    book.nextToDial(0);
    assertThat(book.hasWaiting(0)).as("all are in use").isFalse();
    book.released(a, 0);
    assertThat(book.hasWaiting(SECONDS.toNanos(119))).isFalse();
    assertThat(book.nextToDial(SECONDS.toNanos(119))).isNull();
    assertThat(book.hasWaiting(SECONDS.toNanos(120))).isTrue();
    assertThat(book.nextToDial(SECONDS.toNanos(120))).isEqualTo(a);
  }

  @Test
  void shouldNotCountAsWaitingWhenAnAddressHasFailed() {
    book.learned(a, true);
    book.nextToDial(0);
    book.failed(a, 0);
    assertThat(book.hasWaiting(HOUR)).isFalse();
    book.learned(b, false);
    assertThat(book.hasWaiting(HOUR)).isTrue();
  }

  @Test
  void shouldRestLongerEachTimeWhenAnAddressFails() {
    book.learned(a, true);
    book.nextToDial(0);
    book.failed(a, 0);
    assertThat(book.nextToDial(SECONDS.toNanos(1) / 2 - 1)).isNull();
    assertThat(book.nextToDial(SECONDS.toNanos(1))).isEqualTo(a);
    long now = 0;
    for (int i = 0; i < 10; i++) {
      book.failed(a, now);
      now += SECONDS.toNanos(30);
      assertThat(book.nextToDial(now)).isEqualTo(a);
    }
  }

  @Test
  void shouldForgetFailuresWhenAGoodChunkCame() {
    book.learned(a, true);
    for (int i = 0; i < 10; i++) {
      book.failed(a, 0);
    }
    book.delivered(a);
    book.failed(a, 0);
    assertThat(book.nextToDial(SECONDS.toNanos(1))).isEqualTo(a);
  }

  @Test
  void shouldPreferTheOneWithFewerFailuresWhenBothAreRested() {
    book.learned(a, true);
    book.learned(b, true);
    book.failed(a, 0);
    assertThat(book.nextToDial(HOUR)).isEqualTo(b);
  }

  @Test
  void shouldNotDialWhenAlreadyConnected() {
    book.learned(a, true);
    book.connected(a);
    assertThat(book.nextToDial(0)).isNull();
  }

  @Test
  void shouldNotDialUntilTheBanExpiresWhenBanned() {
    book.learned(a, true);
    book.nextToDial(0);
    book.ban(a, 0);
    book.failed(a, 0);
    book.learned(a, true);
    book.left(a);
    assertThat(book.isBanned(a, HOUR - 1)).isTrue();
    assertThat(book.nextToDial(HOUR - 1)).isNull();
    assertThat(book.isBanned(a, HOUR)).isFalse();
    assertThat(book.nextToDial(HOUR)).isEqualTo(a);
  }

  @Test
  void shouldDialAgainAtOnceWhatIsToBeDialledInAnotherWayUnlessItIsBanned() {
    book.learned(a, true);
    book.nextToDial(0);
    book.again(a, 0);
    assertThat(book.nextToDial(0)).isEqualTo(a);
    book.ban(a, 0);
    book.again(a, 0);
    assertThat(book.nextToDial(0)).isNull();
  }

  @Test
  void shouldForgetAnAddressWhenItLeftTheSwarm() {
    book.learned(a, true);
    book.left(a);
    assertThat(book.nextToDial(0)).isNull();
  }

  @Test
  void shouldDropTheOneThatFailsWhenFull() {
    book.learned(a, false);
    book.ban(b, 0);
    book.learned(c, false);
    book.failed(c, 0);
    book.learned(d, false);
    assertThat(book.size()).isEqualTo(3);
    assertThat(book.isBanned(b, 0)).isTrue();
    assertThat(book.nextToDial(0)).isEqualTo(a);
    assertThat(book.nextToDial(0)).isEqualTo(d);
    assertThat(book.nextToDial(HOUR - 1)).isNull();
  }

  @Test
  void shouldDropTheBanThatEndsFirstWhenFullOfBans() {
    book.ban(a, 5);
    book.ban(b, 0);
    book.ban(c, 5);
    book.learned(d, false);
    assertThat(book.isBanned(a, 5)).isTrue();
    assertThat(book.isBanned(b, 5)).isFalse();
    assertThat(book.nextToDial(0)).isEqualTo(d);
  }

  @Test
  void shouldDropALeecherForASeederWhenFull() {
    book.learned(a, false);
    book.learned(b, false);
    book.learned(c, true);
    book.learned(d, true);
    assertThat(book.nextToDial(0)).isIn(c, d);
    assertThat(book.nextToDial(0)).isIn(c, d);
    assertThat(book.nextToDial(0)).isEqualTo(a);
    assertThat(book.nextToDial(0)).isNull();
  }

  @Test
  void shouldKeepWhatItKnowsWhenFullOfEquals() {
    book.learned(a, false);
    book.learned(b, false);
    book.learned(c, false);
    book.learned(d, false);
    assertThat(book.nextToDial(0)).isEqualTo(a);
    assertThat(book.nextToDial(0)).isEqualTo(b);
    assertThat(book.nextToDial(0)).isEqualTo(c);
    assertThat(book.nextToDial(0)).isNull();
  }

  private static InetSocketAddress address(int last) {
    return InetSocketAddress.createUnresolved("10.0.0." + last, 7071);
  }
}
