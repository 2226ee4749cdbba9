package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> WORDS = List.of("get", "list", "status", "stop");

  @Test
  void shouldGuessWhatWasMeant() {
    assertThat(Nearest.to("statsu", WORDS)).contains("status");
    assertThat(Nearest.to("lst", WORDS)).contains("list");
    assertThat(Nearest.to("geet", WORDS)).contains("get");
  }

  @Test
  void shouldNotGuessWhenNothingIsLikeIt() {
    assertThat(Nearest.to("transfer", WORDS)).isEmpty();
    assertThat(Nearest.to("abc", WORDS)).isEmpty();
    assertThat(Nearest.to("", WORDS)).isEmpty();
  }
}
