package dev.shoal.tracker.internal.access.login;

import static dev.shoal.tracker.internal.access.login.HashingLane.KNOWN;
import static dev.shoal.tracker.internal.access.login.HashingLane.STRANGERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HashingPoolTest {
  private final TestLoop loop = new TestLoop();
  private final HashingPool pool =
      new HashingPool(
          new PasswordHasher(new HashingCost(8, 1, 1), new SecureRandom()),
          new HashingPool.Limits(2, 3),
          loop);
  private boolean wanted = true;

  @AfterEach
  void close() {
    pool.close();
    pool.awaitEnd();
  }

  @Test
  void shouldHashAndCheckElsewhereAndCompleteOnTheLoop() {
    CompletableFuture<String> hash = pool.hash(STRANGERS, "correct horse", () -> true);
    assertThat(hash).isNotDone();
    loop.runUntil(hash);
    CompletableFuture<Boolean> matches =
        pool.matches(STRANGERS, hash.join(), "correct horse", () -> true);
    loop.runUntil(matches);
    assertThat(matches).isCompletedWithValue(true);
    assertThat(pool.runs()).isEqualTo(2);
  }

  @Test
  void shouldRunNoMoreAtOnceThanItHasThreads() {
    List<CompletableFuture<String>> hashes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      hashes.add(pool.hash(STRANGERS, "password " + i, () -> true));
    }
    assertThat(pool.runs()).isEqualTo(2);
    assertThat(pool.waiting()).isEqualTo(3);
    loop.runOne();
    assertThat(pool.runs()).isEqualTo(3);
    hashes.forEach(loop::runUntil);
    assertThat(pool.runs()).isEqualTo(5);
    assertThat(hashes).allSatisfy(hash -> assertThat(hash).isCompleted());
  }

  @Test
  void shouldRefuseWhatWouldWaitBehindTooMany() {
    for (int i = 0; i < 5; i++) {
      pool.hash(STRANGERS, "password " + i, () -> true);
    }
    assertFailed(pool.hash(STRANGERS, "one more", () -> true), ErrorCode.BUSY);
    assertThat(pool.refused()).isEqualTo(1);
    loop.runOne();
    assertThat(pool.hash(STRANGERS, "one more", () -> true)).isNotDone();
  }

  @Test
  void shouldHaveRoomForWhoIsKnownHoweverManyStrangersWait() {
    for (int i = 0; i < 100; i++) {
      pool.hash(STRANGERS, "guess " + i, () -> true);
    }
    assertThat(pool.refused()).isEqualTo(100 - 2 - 3);

    CompletableFuture<String> known = pool.hash(KNOWN, "correct horse", () -> true);
    loop.runOne();

    assertThat(pool.waiting()).as("of strangers, all the same ones as before").isEqualTo(3);
    loop.runUntil(known);
    assertThat(known).isCompleted();
  }

  @Test
  void shouldLeaveAProcessorToTheLoopWhereThereAreSeveral() {
    assertThat(HashingPool.Limits.of(1).threads()).isEqualTo(1);
    assertThat(HashingPool.Limits.of(2).threads()).isEqualTo(1);
    assertThat(HashingPool.Limits.of(3).threads()).isEqualTo(2);
    assertThat(HashingPool.Limits.of(64).threads()).isEqualTo(2);
  }

  @Test
  void shouldSpareWhatNobodyWaitsForAnyMore() {
    pool.hash(STRANGERS, "first", () -> true);
    pool.hash(STRANGERS, "second", () -> true);
    CompletableFuture<String> dropped = pool.hash(STRANGERS, "third", () -> wanted);
    CompletableFuture<String> last = pool.hash(STRANGERS, "fourth", () -> true);
    wanted = false;
    loop.runOne();
    assertFailed(dropped, ErrorCode.CANCELLED);
    loop.runUntil(last);
    assertThat(pool.runs()).isEqualTo(3);
    assertThat(pool.dropped()).isEqualTo(1);
  }

  @Test
  void shouldLeaveNoThreadWhenClosed() throws InterruptedException {
    CompletableFuture<String> running = pool.hash(STRANGERS, "first", () -> true);
    pool.hash(STRANGERS, "second", () -> true);
    CompletableFuture<String> waiting = pool.hash(STRANGERS, "third", () -> true);
    pool.close();
    assertFailed(waiting, ErrorCode.SHUTTING_DOWN);
    assertFailed(pool.hash(STRANGERS, "fourth", () -> true), ErrorCode.SHUTTING_DOWN);
    loop.runUntil(running);
    List<Thread> threads = hashingThreads().toList();
    pool.awaitEnd();
    for (Thread thread : threads) {
      thread.join(10_000); // a pool counts as ended when its last thread is about to
    }
    assertThat(hashingThreads()).isEmpty();
  }

  private Stream<Thread> hashingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("shoal-hashing"));
  }

  private static void assertFailed(CompletableFuture<?> future, ErrorCode code) {
    assertThat(future)
        .failsWithin(java.time.Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
        .extracting(ProtocolException::code)
        .isEqualTo(code);
  }
}
