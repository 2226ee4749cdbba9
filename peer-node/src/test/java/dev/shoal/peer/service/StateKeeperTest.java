package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateKeeperTest {
  private final ManualAgent agent = new ManualAgent();
  private final List<SavedState> written = new ArrayList<>();
  private final List<LogEntry> entries = new ArrayList<>();
  private long next = 1;
  private @Nullable IOException failure;
  private boolean broken;
  private final StateKeeper keeper =
      new StateKeeper(agent, this::state, this::write, new StatusLog(agent, entries::add));

  private SavedState state() {
    if (broken) {
      throw new IllegalStateException("more is remembered than can be");
    }
    return new SavedState(next, 1, TransferLimits.NONE, List.of(), List.of(), List.of(), List.of());
  }

  private void write(SavedState state) throws IOException {
    if (failure != null) {
      throw failure;
    }
    written.add(state);
  }

  @Test
  void shouldWriteOnceWhenMuchChangesInAMoment() {
    for (int i = 0; i < 10; i++) {
      next++;
      keeper.changed();
    }
    agent.run();
    assertThat(written).isEmpty();
    agent.pass(2, TimeUnit.SECONDS);
    assertThat(written).singleElement().isEqualTo(state());
  }

  @Test
  void shouldWriteAtOnceWhenSomebodyWaitsForIt() {
    CompletableFuture<Void> first = keeper.remember();
    next++;
    CompletableFuture<Void> second = keeper.remember();
    CompletableFuture<Void> third = keeper.remember();
    assertThat(first).isNotDone();
    agent.run();
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
    assertThat(third).isCompleted();
    assertThat(written).hasSize(2);
    assertThat(written.get(1)).isEqualTo(state());
  }

  @Test
  void shouldWriteWhatChangesWhileASlowDiskWrites() {
    ManualAgent slow =
        new ManualAgent() {
          @Override
          public Executor disk() {
            return task -> schedule(TimeUnit.SECONDS.toNanos(3), task);
          }
        };
    StateKeeper patient =
        new StateKeeper(slow, this::state, this::write, new StatusLog(slow, entries::add));
    patient.changed();
    slow.pass(2, TimeUnit.SECONDS);
    next++;
    patient.changed();
    slow.pass(10, TimeUnit.SECONDS);
    assertThat(written).hasSize(2);
    assertThat(written.get(1)).isEqualTo(state());
  }

  @Test
  void shouldGoOnWritingWhenThereWasNothingToWriteOnce() {
    broken = true;
    CompletableFuture<Void> failed = keeper.remember();
    agent.run();
    assertThat(failed).isCompletedExceptionally();
    broken = false;
    CompletableFuture<Void> remembered = keeper.remember();
    agent.run();
    assertThat(remembered).isCompleted();
    assertThat(written).hasSize(1);
  }

  @Test
  void shouldWriteNothingWhenItIsClosed() {
    keeper.changed();
    keeper.close();
    agent.pass(2, TimeUnit.SECONDS);
    assertThat(written).isEmpty();
  }

  @Test
  void shouldSaySoOnceAndTryAgainWhenTheDiskRefuses() {
    failure = new IOException("disk full");
    CompletableFuture<Void> remembered = keeper.remember();
    agent.pass(5, TimeUnit.SECONDS);
    assertThat(remembered).isCompletedExceptionally();
    assertThat(entries).hasSize(1);
    failure = null;
    agent.pass(2, TimeUnit.SECONDS);
    assertThat(written).hasSize(1);
  }
}
