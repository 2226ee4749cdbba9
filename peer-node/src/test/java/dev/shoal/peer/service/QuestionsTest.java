package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.swarm.Await;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class QuestionsTest {
  private final ManualAgent agent = new ManualAgent();
  private final Questions questions = new Questions(agent);

  @Test
  void shouldAnswerOnTheAgentsThread() throws Exception {
    CompletableFuture<Integer> answer = questions.ask(() -> 7);
    CompletableFuture<Integer> read = questions.onDisk(() -> 8);
    assertThat(answer).isNotDone();
    agent.run();
    assertThat(answer).isCompletedWithValue(7);
    assertThat(read).isCompletedWithValue(8);
  }

  @Test
  void shouldFailWhenTheQuestionDoesEvenBadly() throws Exception {
    CompletableFuture<Integer> failed =
        questions.ask(
            () -> {
              throw new IllegalStateException("no");
            });
    CompletableFuture<Integer> broken =
        questions.ask(
            () -> {
              throw new StackOverflowError();
            });
    agent.run();
    assertThat(Await.failure(failed, IllegalStateException.class)).hasMessage("no");
    assertThat(broken).isCompletedExceptionally();
  }

  @Test
  void shouldLeaveNobodyWaitingWhenItIsClosed() throws Exception {
    CompletableFuture<Integer> before = questions.ask(() -> 7);
    assertThat(questions.close()).isTrue();
    assertThat(questions.close()).isFalse();
    CompletableFuture<Integer> after = questions.ask(() -> 8);
    Await.failure(after, IllegalStateException.class);
    assertThat(before).isNotDone();
    questions.giveUp();
    assertThat(Await.failure(before, IllegalStateException.class)).hasMessage("the node is closed");
  }

  @Test
  void shouldLeaveNobodyWaitingWhenWhatWasBegunNeverEnds() throws Exception {
    CompletableFuture<Integer> written = new CompletableFuture<>();
    CompletableFuture<Integer> done = questions.begin(() -> written);
    CompletableFuture<Integer> never = questions.begin(CompletableFuture::new);
    agent.run();
    written.complete(7);
    assertThat(done).isCompletedWithValue(7);
    questions.close();
    questions.giveUp();
    assertThat(Await.failure(never, IllegalStateException.class)).hasMessage("the node is closed");
  }

  @Test
  void shouldFailWhenTheThreadsHaveEndedAtThatMoment() throws Exception {
    Questions late =
        new Questions(
            new ManualAgent() {
              @Override
              public void execute(Runnable task) {
                throw new RejectedExecutionException();
              }
            });
    Await.failure(late.ask(() -> 7), IllegalStateException.class);
    Await.failure(late.onDisk(() -> 7), IllegalStateException.class);
  }
}
