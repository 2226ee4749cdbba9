package dev.shoal.benchmarks.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private final List<String> events = new ArrayList<>();

  @Test
  void shouldTellAllToEndBeforeItWaitsForTheLatestFirst() throws Exception {
    try (Scope scope = Scope.open()) {
      scope.start(() -> new Recorded("a"));
      scope.nested().start(() -> new Recorded("b"));
    }
    assertThat(events).startsWith("b told", "a told").endsWith("b ended", "a ended");
  }

  @Test
  void shouldEndTheOthersWhenOneFails() {
    Scope scope = Scope.open();
    scope.add(new Recorded("a"));
    scope.add(
        () -> {
          throw new IOException("expected");
        });
    scope.close();
    assertThat(events).containsExactly("a told", "a ended");
  }

  @Test
  void shouldStartNothingWhenItIsClosed() {
    Scope scope = Scope.open();
    Scope nested = scope.nested();
    scope.close();
    assertThatIllegalStateException().isThrownBy(() -> nested.start(() -> new Recorded("never")));
    assertThat(events).isEmpty();
  }

  @Test
  void shouldEndSomethingOnceWhenItIsEndedBefore() throws Exception {
    try (Scope scope = Scope.open()) {
      Recorded early = scope.start(() -> new Recorded("a"));
      scope.end(early);
      scope.end(early);
    }
    assertThat(events).containsExactly("a ended");
  }

  private final class Recorded implements HangsUp {
    private final String name;

    Recorded(String name) {
      this.name = name;
    }

    @Override
    public void hangUp() {
      events.add(name + " told");
    }

    @Override
    public void close() {
      events.add(name + " ended");
    }
  }
}
