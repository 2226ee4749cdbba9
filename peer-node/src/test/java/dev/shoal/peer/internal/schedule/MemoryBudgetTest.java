package dev.shoal.peer.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.shoal.peer.internal.schedule.MemoryBudget.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private final MemoryBudget budget = new MemoryBudget(10);

  @Test
  void shouldLendThePoolWhenTheGuaranteeIsUsedUp() {
    Account account = open(2);
    assertThat(account.tryReserve(10)).isTrue();
    assertThat(account.tryReserve(1)).isFalse();
    account.release(1);
    assertThat(account.tryReserve(1)).isTrue();
    assertThat(budget.reservedBytes()).isEqualTo(10);
  }

  @Test
  void shouldKeepTheGuaranteeWhenOthersAreGreedy() {
    Account modest = open(2);
    Account greedy = open(2);
    assertThat(greedy.tryReserve(8)).isTrue();
    assertThat(greedy.tryReserve(1)).isFalse();
    assertThat(modest.tryReserve(2)).isTrue();
    assertThat(modest.tryReserve(1)).isFalse();
  }

  @Test
  void shouldOpenInOrderWhenGuaranteesFit() {
    Account first = open(6);
    CompletableFuture<Account> second = budget.open(6);
    CompletableFuture<Account> third = budget.open(2);
    assertThat(second).isNotDone();
    assertThat(third).as("no overtaking").isNotDone();
    first.close();
    assertThat(second).isCompleted();
    assertThat(third).isCompleted();
  }

  @Test
  void shouldLendNothingWhenAGuaranteeIsWaitingForThePool() {
    Account first = open(2);
    first.tryReserve(8);
    CompletableFuture<Account> second = budget.open(4);
    first.release(1);
    assertThat(second).isNotDone();
    assertThat(first.tryReserve(1)).isFalse();
    first.release(1);
    assertThat(second).isCompleted();
  }

  @Test
  void shouldGoOnLendingWhenThePoolCannotHelpTheNextGuarantee() {
    Account first = open(6);
    CompletableFuture<Account> second = budget.open(6);
    assertThat(first.tryReserve(10)).isTrue();
    first.close();
    assertThat(second).isCompleted();
  }

  @Test
  void shouldPassOnWhenAnOpeningIsCancelled() {
    Account first = open(6);
    CompletableFuture<Account> second = budget.open(6);
    CompletableFuture<Account> third = budget.open(4);
    second.cancel(false);
    assertThat(third).isCompleted();
    first.close();
    assertThat(open(6).tryReserve(6)).isTrue();
  }

  @Test
  void shouldNotifyOnceAndInOrderWhenMemoryReturns() {
    Account holder = open(1);
    Account a = open(1);
    Account b = open(1);
    holder.tryReserve(8);
    List<String> notified = new ArrayList<>();
    refuse(a, 2, () -> notified.add("a"));
    refuse(b, 2, () -> notified.add("b"));
    holder.release(1);
    assertThat(notified).containsExactly("a");
    assertThat(a.tryReserve(2)).isTrue();
    holder.release(1);
    assertThat(notified).containsExactly("a", "b");
    holder.release(5);
    assertThat(notified).containsExactly("a", "b");
  }

  @Test
  void shouldNotifyAtOnceWhenMemoryIsFreeAlready() {
    AtomicInteger notified = new AtomicInteger();
    Account account = open(1);
    account.tryReserve(10);
    account.tryReserve(1);
    account.release(1);
    account.onAvailable(notified::incrementAndGet);
    assertThat(notified).hasValue(1);
  }

  @Test
  void shouldHoldTheGreedyToAShareWhenAnotherWaits() {
    Account greedy = open(1);
    Account other = open(1);
    greedy.tryReserve(9);
    AtomicInteger notified = new AtomicInteger();
    refuse(other, 2, notified::incrementAndGet);
    greedy.release(1);
    assertThat(notified).hasValue(1);
    assertThat(greedy.tryReserve(1)).as("beyond its share while another wants").isFalse();
    assertThat(other.tryReserve(2)).isTrue();
    greedy.release(2);
    assertThat(greedy.tryReserve(1)).isTrue();
  }

  @Test
  void shouldLiftTheShareWhenTheOneThatWaitedHasReturnedEverything() {
    Account greedy = open(1);
    Account paused = open(1);
    assertThat(greedy.tryReserve(8)).isTrue();
    assertThat(paused.tryReserve(2)).isTrue();
    refuse(paused, 1, () -> {});
    paused.release(2);
    assertThat(greedy.tryReserve(1)).isTrue();
  }

  @Test
  void shouldServeTheNextWhenOneWaitingIsBeyondItsShare() {
    Account greedy = open(1);
    Account a = open(1);
    greedy.tryReserve(7);
    a.tryReserve(3);
    AtomicInteger notified = new AtomicInteger();
    refuse(greedy, 1, () -> {});
    refuse(a, 1, notified::incrementAndGet);
    greedy.release(1);
    assertThat(notified).hasValue(1);
  }

  @Test
  void shouldNotifyWithinTheGuaranteeWhenAnEarlierOneStillWaitsForThePool() {
    Account holder = open(2);
    Account first = open(2);
    Account second = open(2);
    assertThat(holder.tryReserve(6)).isTrue();
    assertThat(second.tryReserve(2)).isTrue();
    AtomicInteger notified = new AtomicInteger();
    refuse(first, 3, () -> {});
    refuse(second, 1, notified::incrementAndGet);
    second.release(1);
    assertThat(notified).hasValue(1);
  }

  @Test
  void shouldReturnEverythingWhenClosed() {
    Account account = open(2);
    account.tryReserve(7);
    account.close();
    account.close();
    account.release(7);
    assertThat(account.tryReserve(1)).isFalse();
    assertThat(budget.reservedBytes()).isZero();
    assertThat(open(10).tryReserve(10)).isTrue();
  }

  @Test
  void shouldRefuseWhenNumbersMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> budget.open(11))
        .withMessage("a guarantee of 11 bytes from a memory budget of 10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MemoryBudget(0))
        .withMessage("a memory budget must be positive, not 0");
    Account account = open(2);
    account.tryReserve(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> account.release(2))
        .withMessage("2 bytes returned of 1 reserved");
  }

  @Property
  void shouldNeverExceedTheBudgetAndKeepGuaranteesWhenUsedAtRandom(
      @ForAll @IntRange(min = 1, max = 200) int total, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MemoryBudget shared = new MemoryBudget(total);
    List<Account> open = new ArrayList<>();
    for (int step = 0; step < 300; step++) {
      if (open.isEmpty() || random.nextInt(8) == 0) {
        shared.open(1 + random.nextInt(total)).thenAccept(open::add);
      } else {
        act(open.get(random.nextInt(open.size())), open, total, random);
      }
      long reserved = open.stream().mapToLong(Account::reservedBytes).sum();
      long promised =
          open.stream().mapToLong(a -> Math.max(a.reservedBytes(), a.guarantee())).sum();
      assertThat(shared.reservedBytes()).isEqualTo(reserved);
      assertThat(promised).isLessThanOrEqualTo(total);
    }
    while (!open.isEmpty()) {
      open.remove(0).close();
    }
    assertThat(shared.open(total)).isCompleted();
  }

  private static void act(Account any, List<Account> open, int total, SplittableRandom random) {
    switch (random.nextInt(7)) {
      case 0 -> {
        open.remove(any);
        any.close();
      }
      case 1, 2 -> any.release((any.reservedBytes() + 1) / 2);
      case 3 -> any.onAvailable(() -> any.tryReserve(1));
      default -> {
        long bytes = random.nextLong(total) + 1;
        boolean guaranteed = any.reservedBytes() + bytes <= any.guarantee();
        assertThat(any.tryReserve(bytes) || !guaranteed).isTrue();
      }
    }
  }

  @Test
  void shouldServeEveryoneWithinTheBudgetWhenThreadsCompete() throws Exception {
    int threads = 8;
    int rounds = 2_000;
    MemoryBudget shared = new MemoryBudget(20);
    AtomicLong inUse = new AtomicLong();
    AtomicLong most = new AtomicLong();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(
            executor.submit(
                () -> {
                  // Guarantees of 4 for 8 threads: three have to wait for others to close.
                  for (int round = 0; round < rounds; round += 100) {
                    try (Account account = shared.open(4).join()) {
                      compete(account, 100, inUse, most);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> worker : workers) {
        worker.get(60, TimeUnit.SECONDS);
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(most.get()).isBetween(4L, 20L);
    assertThat(shared.reservedBytes()).isZero();
    assertThat(shared.open(20)).isCompleted();
  }

  private static void compete(Account account, int rounds, AtomicLong inUse, AtomicLong most)
      throws InterruptedException {
    for (int round = 0; round < rounds; round++) {
      int held = 0;
      CountDownLatch available = new CountDownLatch(1);
      while (held < 8 && account.tryReserve(2)) {
        held += 2;
        most.accumulateAndGet(inUse.addAndGet(2), Math::max);
      }
      boolean refused = held < 8;
      if (refused) {
        account.onAvailable(available::countDown);
      }
      inUse.addAndGet(-held);
      account.release(held);
      if (refused) {
        assertThat(available.await(60, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private Account open(long guarantee) {
    CompletableFuture<Account> opening = budget.open(guarantee);
    assertThat(opening).isCompleted();
    return opening.join();
  }

  private static void refuse(Account account, long bytes, Runnable callback) {
    assertThat(account.tryReserve(bytes)).isFalse();
    account.onAvailable(callback);
  }
}
