package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.UnreachableException;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ShoalLink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class NameSearchTest {
  private static final FileId ID = FileId.parse("ab".repeat(FileId.LENGTH));

  private final FakeNode node = new FakeNode();
  private final StopSignal stop = new StopSignal();
  private final List<Duration> rests = new ArrayList<>();
  private Runnable meanwhile = () -> {};
  private Duration questions = Duration.ZERO;
  private long nanos = Long.MAX_VALUE - 1; // it may overflow

  private Optional<ShoalLink> find(Duration waitFor) throws Exception {
    return new NameSearch(stop, this::rest, this::nanoTime).find(this::question, waitFor);
  }

  private CompletableFuture<Optional<ShoalLink>> question() {
    return node.groups()
        .find("team", "a.bin")
        .thenApply(
            found -> found.map(file -> new ShoalLink(file.fileId(), file.name(), List.of())));
  }

  /** Looked at when the waiting begins, and after each question. */
  private long nanoTime() {
    long now = nanos;
    nanos += questions.toNanos();
    return now;
  }

  private CompletableFuture<Void> rest(Duration time) {
    rests.add(time);
    nanos += time.toNanos();
    meanwhile.run();
    return CompletableFuture.completedFuture(null);
  }

  private void share() {
    node.files =
        List.of(new GroupFileInfo(ID, "a.bin", 1, List.of(), List.of("bob"), Instant.EPOCH, 1, 0));
  }

  @Test
  void shouldAskOnceWhenItIsThere() throws Exception {
    share();

    assertThat(find(Duration.ofMinutes(1))).contains(new ShoalLink(ID, "a.bin", List.of()));
    assertThat(node.asked).containsExactly("find team a.bin");
    assertThat(rests).isEmpty();
  }

  @Test
  void shouldAskOnceWhenItIsNotThereAndNobodyWaits() throws Exception {
    assertThat(find(Duration.ZERO)).isEmpty();
    assertThat(rests).isEmpty();
  }

  @Test
  void shouldAskLessAndLessOftenUntilTheTimeIsOver() throws Exception {
    assertThat(find(Duration.ofSeconds(30))).isEmpty();

    assertThat(rests.stream().map(Duration::toMillis))
        .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 8000L, 6500L);
    assertThat(node.asked).hasSize(8);
  }

  @Test
  void shouldWaitNoLongerWhenTheQuestionsTakeTime() throws Exception {
    questions = Duration.ofSeconds(4);

    assertThat(find(Duration.ofSeconds(15))).isEmpty();

    assertThat(rests.stream().map(Duration::toMillis)).containsExactly(500L, 1000L, 1500L);
    assertThat(node.asked).hasSize(4);
  }

  @Test
  void shouldSayThatTheTrackerIsAwayWhenAllTheTimeGoesIntoAQuestion() {
    questions = Duration.ofSeconds(20);
    node.failure = new UnreachableException("no tracker", null);

    assertThatThrownBy(() -> find(Duration.ofSeconds(15)))
        .hasCauseInstanceOf(UnreachableException.class);
    assertThat(rests).isEmpty();
  }

  @Test
  void shouldFindWhatIsSharedMeanwhile() throws Exception {
    meanwhile =
        () -> {
          if (rests.size() == 2) {
            share();
          }
        };

    assertThat(find(Duration.ofSeconds(30))).map(ShoalLink::fileId).contains(ID);
    assertThat(rests).hasSize(2);
  }

  @Test
  void shouldWaitForTheTrackerTooButNotAfterARefusal() {
    node.failure = new UnreachableException("no tracker", null);
    meanwhile = () -> node.failure = new DeniedException("no member", null);

    assertThatThrownBy(() -> find(Duration.ofSeconds(30)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(DeniedException.class);
    assertThat(rests).hasSize(1);

    node.failure = new UnreachableException("no tracker", null);
    assertThatThrownBy(() -> find(Duration.ZERO)).hasCauseInstanceOf(UnreachableException.class);
  }

  @Test
  void shouldEndWithASignal() {
    assertThatThrownBy(
            () ->
                new NameSearch(
                        stop,
                        time -> {
                          stop.request();
                          return new CompletableFuture<>();
                        },
                        this::nanoTime)
                    .find(this::question, Duration.ofSeconds(30)))
        .isInstanceOf(Stopped.class);
  }
}
