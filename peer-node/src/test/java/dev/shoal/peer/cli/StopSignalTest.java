package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StopSignalTest {
  private final StopSignal stop = new StopSignal();

  @Test
  void shouldGiveTheResultAndTickOnceMoreWhenTheFutureCompletes() throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    AtomicInteger ticks = new AtomicInteger();

    String result =
        stop.await(
            future,
            () -> {
              ticks.incrementAndGet();
              future.complete("done");
            });

    assertThat(result).isEqualTo("done");
    assertThat(ticks).hasValue(2);
  }

  @Test
  void shouldBeThrownOutOfTheWaitWhenASignalComes() {
    assertThatThrownBy(() -> stop.await(new CompletableFuture<>(), stop::request))
        .isInstanceOf(Stopped.class);
    assertThatThrownBy(stop::check).isInstanceOf(Stopped.class);
  }

  @Test
  void shouldGiveTheResultWhenItIsThereBeforeTheSignal() throws Exception {
    stop.request();

    assertThat(stop.<String>await(CompletableFuture.completedFuture("done"), () -> {}))
        .isEqualTo("done");
  }

  @Test
  void shouldPassTheFailureOn() {
    assertThatThrownBy(
            () -> stop.await(CompletableFuture.failedFuture(new IOException("broken")), () -> {}))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void shouldPassASignalOnToWhatRunsWithinButToNothingThatIsOver() throws Exception {
    StopSignal over = stop.within(inner -> inner);
    StopSignal running =
        stop.within(
            inner -> {
              stop.request();
              return inner;
            });

    assertThatThrownBy(running::check).isInstanceOf(Stopped.class);
    assertThatThrownBy(stop.within(inner -> inner)::check).isInstanceOf(Stopped.class);
    over.check();
  }

  @Test
  void shouldStopWhatRunsWithinAlone() throws Exception {
    StopSignal running =
        stop.within(
            inner -> {
              inner.request();
              return inner;
            });

    assertThatThrownBy(running::check).isInstanceOf(Stopped.class);
    stop.check();
  }
}
