package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.swarm.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ServiceThreadsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldLetWhatHasBegunComeToItsEndWhenClosed() throws Exception {
    ServiceThreads threads = new ServiceThreads(LONG);
    CompletableFuture<Void> first = new CompletableFuture<>();
    CompletableFuture<Void> second = new CompletableFuture<>();
    threads.execute(() -> threads.disk().execute(() -> first.complete(null)));
    threads.execute(() -> second.complete(null));
    assertThat(threads.close()).isTrue();
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
    threads.execute(() -> first.obtrudeException(new IllegalStateException()));
    assertThat(first).as("it is too late for that").isCompleted();
  }

  @Test
  void shouldNotHangWhenTheDiskDoes() {
    ServiceThreads threads = new ServiceThreads(Duration.ofMillis(1));
    CountDownLatch disk = new CountDownLatch(1);
    try {
      threads.disk().execute(() -> await(disk));
      assertThat(threads.close()).isFalse();
    } finally {
      disk.countDown();
    }
  }

  @Test
  void shouldGoOnWhenATaskFailsEvenBadly() throws Exception {
    ServiceThreads threads = new ServiceThreads(LONG);
    CompletableFuture<Void> done = new CompletableFuture<>();
    threads.execute(
        () -> {
          throw new IllegalStateException("a flaw");
        });
    threads.execute(
        () -> {
          throw new StackOverflowError();
        });
    threads.execute(() -> done.complete(null));
    Await.result(done);
    assertThat(threads.close()).isTrue();
  }

  @Test
  void shouldNotWaitForNamesThatAreLookedUp() {
    ServiceThreads threads = new ServiceThreads(LONG);
    CompletableFuture<Void> answer = new CompletableFuture<>();
    CompletableFuture<Void> written = new CompletableFuture<>();
    try {
      for (int i = 0; i < 100; i++) {
        threads.names().execute(answer::join); // not even if it is interrupted
      }
      threads.disk().execute(() -> written.complete(null));
      assertThat(threads.close()).isTrue();
      assertThat(written).isCompleted();
    } finally {
      answer.complete(null);
    }
  }
}
