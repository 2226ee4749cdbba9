package dev.shoal.peer.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.account.Pages.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PagesTest {
  @Test
  void shouldAskForPageAfterPage() {
    List<String> asked = new ArrayList<>();
    CompletableFuture<List<Integer>> all =
        Pages.all(
            after -> {
              asked.add(after);
              return CompletableFuture.completedFuture(
                  after.isEmpty()
                      ? new Page<>(List.of(1, 2), "b")
                      : new Page<>(List.of(3), after.equals("b") ? "c" : ""));
            });
    assertThat(all).isCompletedWithValue(List.of(1, 2, 3, 3));
    assertThat(asked).containsExactly("", "b", "c");
  }

  @Test
  void shouldGiveUpWhenTheListHasNoEnd() {
    CompletableFuture<List<Integer>> all =
        Pages.all(after -> CompletableFuture.completedFuture(new Page<>(List.of(1), "b")));
    assertThat(all).isCompletedExceptionally();
    assertThat(all.handle((list, failure) -> failure.getCause()).join())
        .isExactlyInstanceOf(ShoalException.class);
  }

  @Test
  void shouldGiveUpWhenPagesWithoutSenseHaveNoEnd() {
    ExecutorService elsewhere = Executors.newSingleThreadExecutor();
    AtomicInteger page = new AtomicInteger();
    CompletableFuture<List<Integer>> all =
        Pages.all(
            after ->
                CompletableFuture.supplyAsync(
                    () -> new Page<>(List.of(), "b" + page.incrementAndGet()), elsewhere));
    assertThat(all.handle((list, failure) -> failure.getCause()).join())
        .isExactlyInstanceOf(ShoalException.class)
        .hasMessage("the tracker's list has no end");
    elsewhere.shutdown();
  }
}
