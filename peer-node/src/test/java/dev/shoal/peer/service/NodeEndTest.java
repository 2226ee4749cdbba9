package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeEndTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> done = new ArrayList<>();
  private boolean threadsEnd = true;
  private boolean diskFails;

  /** Does at once what is to be done, as its thread would. */
  private final ManualAgent prompt =
      new ManualAgent() {
        @Override
        public void execute(Runnable task) {
          task.run();
        }
      };

  private NodeEnd end(Agent agent) {
    return new NodeEnd(
        agent,
        () -> {
          done.add("threads");
          return threadsEnd;
        },
        state -> {
          if (diskFails) {
            throw new IOException("disk full");
          }
          done.add("written " + state.nextShare());
        },
        () -> done.add("kept"),
        () -> done.add("released"));
  }

  private static SavedState state(long nextShare) {
    return new SavedState(
        nextShare, 1, TransferLimits.NONE, List.of(), List.of(), List.of(), List.of());
  }

  @Test
  void shouldRememberAfterAllElseIsWrittenAndBeforeOthersMayHaveIt() {
    end(prompt).run(() -> Optional.of(state(5)), LONG);
    assertThat(done).containsExactly("threads", "written 5", "released");
  }

  @Test
  void shouldReplaceNothingWhenNothingWasTakenUp() {
    end(prompt).run(Optional::empty, LONG);
    assertThat(done).containsExactly("threads", "released");
  }

  @Test
  void shouldEndWhenAPartNeverDoes() {
    threadsEnd = false;
    end(new ManualAgent()).run(() -> Optional.of(state(5)), Duration.ofMillis(1));
    assertThat(done).containsExactly("threads", "kept");
  }

  @Test
  void shouldEndWhenAPartFails() {
    end(prompt)
        .run(
            () -> {
              throw new IllegalStateException("a flaw");
            },
            LONG);
    assertThat(done).containsExactly("threads", "released");
  }

  @Test
  void shouldLetOthersHaveItWhenTheDiskRefuses() {
    diskFails = true;
    end(prompt).run(() -> Optional.of(state(5)), LONG);
    assertThat(done).containsExactly("threads", "released");
  }

  @Test
  void shouldRememberAllTheSameWhenInterrupted() {
    Thread.currentThread().interrupt();
    end(prompt).run(() -> Optional.of(state(5)), LONG);
    assertThat(Thread.interrupted()).as("the interrupt is not forgotten").isTrue();
    assertThat(done).containsExactly("threads", "written 5", "released");
  }
}
