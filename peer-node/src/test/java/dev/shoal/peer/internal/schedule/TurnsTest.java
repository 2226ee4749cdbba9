package dev.shoal.peer.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns(2);
  private final List<CompletableFuture<Integer>> begun = new ArrayList<>();

  @Test
  void shouldBeginTheNextWhenOneIsOver() {
    List<CompletableFuture<Integer>> results = run(4);
    assertThat(begun).hasSize(2);
    begun.get(1).complete(7);
    assertThat(results.get(1)).isCompletedWithValue(7);
    assertThat(begun).hasSize(3);
    begun.get(0).completeExceptionally(new IllegalStateException("a bad one"));
    assertThat(results.get(0)).isCompletedExceptionally();
    assertThat(begun).hasSize(4);
  }

  @Test
  void shouldNeverBeginWhatIsCancelledBefore() {
    List<CompletableFuture<Integer>> results = run(4);
    results.get(2).cancel(false);
    begun.get(0).complete(0);
    assertThat(begun).hasSize(3);
    begun.get(2).complete(3);
    assertThat(results.get(3)).isCompletedWithValue(3);
  }

  @Test
  void shouldCancelWhatIsUnderWay() {
    List<CompletableFuture<Integer>> results = run(3);
    results.get(0).cancel(false);
    assertThat(begun.get(0)).isCancelled();
    assertThat(begun).hasSize(3);
  }

  @Test
  void shouldTakeAnyNumberWhenEachIsOverAtOnce() {
    List<CompletableFuture<Integer>> results = run(2);
    for (int i = 0; i < 100_000; i++) {
      results.add(turns.run(() -> CompletableFuture.completedFuture(1)));
    }
    begun.forEach(each -> each.complete(1));
    assertThat(results).allMatch(result -> result.join() == 1);
  }

  @Test
  void shouldGoOnWhenWorkCanNotBegin() {
    CompletableFuture<Integer> failed =
        turns.run(
            () -> {
              throw new IllegalStateException("no");
            });
    assertThat(failed).isCompletedExceptionally();
    CompletableFuture<Integer> broken =
        turns.run(
            () -> {
              throw new StackOverflowError();
            });
    assertThat(broken).isCompletedExceptionally();
    run(2);
    assertThat(begun).hasSize(2);
  }

  @Test
  void shouldRefuseToLetNobodyHaveATurn() {
    assertThatThrownBy(() -> new Turns(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private List<CompletableFuture<Integer>> run(int count) {
    List<CompletableFuture<Integer>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(turns.run(this::begin));
    }
    return results;
  }

  private CompletableFuture<Integer> begin() {
    CompletableFuture<Integer> work = new CompletableFuture<>();
    begun.add(work);
    return work;
  }
}
