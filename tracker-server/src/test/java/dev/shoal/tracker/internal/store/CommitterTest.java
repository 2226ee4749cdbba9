package dev.shoal.tracker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.state.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommitterTest {
  private static final String FILE = SimulatedDisk.path("tracker.mv");

  private final SimulatedDisk disk = new SimulatedDisk();
  private final BlockingQueue<Object> replies = new LinkedBlockingQueue<>();
  private Committer committer;

  @BeforeEach
  void start() throws IOException {
    Store.createIfAbsent(FILE);
    committer = start(CommitterLimits.DEFAULT);
  }

  @AfterEach
  void stop() {
    committer.close();
    disk.remove();
  }

  @Test
  void shouldReplyInOrderWhenCommandsAreCommitted() throws Exception {
    for (int i = 0; i < 100; i++) {
      publish(i);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(replies.take()).isEqualTo(outcome(i, i));
    }
    assertThat(committer.figures().commands()).isEqualTo(100);
    assertThat(committer.figures().commits()).isBetween(1L, 100L);
    assertThat(committer.queuedCommands()).isZero();
    assertThat(committer.queuedBytes()).isZero();
  }

  @Test
  void shouldHoldWhatIsAcknowledgedWhenPowerIsCutAtOnce() throws Exception {
    publish(1);
    replies.take();
    byte[] bytes = disk.durableBytes("tracker.mv");
    committer.close();
    disk.setBytes("tracker.mv", bytes);

    assertThat(read()).containsExactly(Some.stored(0, 1, 1, "file 1"));
  }

  @Test
  void shouldSayBusyWhenQueueIsFull() throws Exception {
    committer.close();
    committer = start(new CommitterLimits(2, 1000));
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    committer.submit(
        Some.publish(1, Some.file(0, "file 0")),
        reply(
            outcome -> {
              entered.countDown();
              awaitQuietly(held);
            }));
    entered.await();
    publish(1);
    publish(2);

    assertThatThrownBy(() -> publish(3))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY));
    assertThat(committer.queuedCommands()).isEqualTo(2);
    held.countDown();
    assertThat(replies.take()).isEqualTo(outcome(1, 1));
    assertThat(replies.take()).isEqualTo(outcome(2, 2));
  }

  @Test
  void shouldCommitWhatWaitsWhenClosed() throws Exception {
    for (int i = 0; i < 50; i++) {
      publish(i);
    }
    committer.close();

    assertThat(replies).hasSize(50);
    assertThat(read()).hasSize(50);
    assertThatThrownBy(() -> publish(99))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
  }

  /** A commit is a write or two and a sync: each of them may be the one that fails. */
  @Test
  void shouldLeaveNoTraceWhenCommitFails() throws Exception {
    int number = 0;
    for (int operations = 0; operations < 3; operations++) {
      disk.failAfter(operations);
      while (!disk.hasFailed()) {
        publish(number);
        number += replies.take() instanceof Outcome ? 1 : 0;
      }
      publish(number);
      assertThat(replies.take()).isInstanceOf(ProtocolException.class);
      disk.mend();

      publish(number);
      assertThat(replies.take())
          .as("after %s operations", operations)
          .isEqualTo(outcome(number, number));
      number++;
    }
    committer.close();

    assertThat(read()).hasSize(number);
    assertThat(committer.figures().failures()).isPositive();
  }

  @Test
  void shouldStopCompactingWhenNothingChanges() throws Exception {
    committer.close();
    try (Store store = Store.open(FILE, 0, file -> {}, record -> {})) {
      DurableState state = new DurableState(store, 1000, AccessLimits.DEFAULT);
      for (int i = 0; i < 500; i++) {
        state.apply(Some.publish(1, Some.file(i % 50, "name " + i)));
        store.commit();
      }
      for (int i = 0; i < 10; i++) {
        store.compact();
      }
      disk.failAfter(0);
      store.compact();
      disk.mend();
    }

    assertThat(read()).hasSize(50);
    assertThat(disk.durableBytes("tracker.mv")).hasSizeLessThan(500_000);
  }

  /** Compaction begins when nothing was to be done for a second. */
  @Test
  void shouldGoOnWhenCompactionEndsWithAnError() throws Exception {
    committer.close();
    Store store = Store.open(FILE, 0, file -> {}, record -> {});
    DurableState state = new DurableState(store, 1000, AccessLimits.DEFAULT);
    for (int i = 0; i < 1300; i++) { // first all of them, and then many here and there
      state.apply(Some.publish(1, Some.file(i < 1000 ? i : i * 37 % 1000, "name " + i)));
      if (i >= 999) {
        store.commit();
      }
    }
    CountDownLatch broken = disk.breakNextSync();
    committer = new Committer(store, 10_000, CommitterLimits.DEFAULT, Runnable::run);
    broken.await();

    publish(1000);
    assertThat(replies.take()).isEqualTo(outcome(1000, 1000));
    assertThat(committer.figures().failures()).isEqualTo(1);
    assertThat(committer.isBroken()).isFalse();
  }

  @Test
  void shouldGoOnWhenCommitEndsWithAnError() throws Exception {
    CountDownLatch broken = disk.breakNextSync();
    publish(1);
    broken.await();
    assertThat(replies.take()).isInstanceOf(ProtocolException.class);

    publish(2);
    assertThat(replies.take()).isEqualTo(outcome(0, 2));
  }

  @Test
  void shouldSayThatItIsBrokenWhenItsThreadEndsUnasked() throws Exception {
    committer.close();
    assertThat(committer.isBroken()).as("after an end in order").isFalse();
    committer =
        new Committer(
            Store.open(FILE, 5_000, file -> {}, record -> {}),
            10_000,
            CommitterLimits.DEFAULT,
            task -> {
              throw new IllegalStateException("an executor must not do this");
            });
    publish(1);
    committer.awaitEnd();

    assertThat(committer.isBroken()).isTrue();
    assertThatThrownBy(() -> publish(2)).isInstanceOf(ProtocolException.class);
    assertThat(read()).as("was committed").hasSize(1);
  }

  private Committer start(CommitterLimits limits) throws IOException {
    return new Committer(
        Store.open(FILE, 5_000, file -> {}, record -> {}), 10_000, limits, Runnable::run);
  }

  private void publish(int file) throws ProtocolException {
    committer.submit(Some.publish(1, Some.file(file, "file " + file)), reply(replies::add));
  }

  private static Outcome outcome(int number, int file) {
    return Outcome.newBuilder().addChanged(Some.stored(number, file, 1, "file " + file)).build();
  }

  private Reply reply(Consumer<Outcome> done) {
    return new Reply() {
      @Override
      public void done(Outcome outcome) {
        done.accept(outcome);
      }

      @Override
      public void failed(ProtocolException reason) {
        replies.add(reason);
      }
    };
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<StoredFile> read() throws IOException {
    List<StoredFile> files = new ArrayList<>();
    Store.open(FILE, 5_000, files::add, record -> {}).close();
    return files;
  }
}
