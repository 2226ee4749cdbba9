package dev.shoal.benchmarks.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ChildTest {
  @Test
  void shouldReadAnAnswer() throws IOException {
    assertThat(Child.parse("seeder", "{\"seconds\":1.5}").get("seconds").getAsDouble())
        .isEqualTo(1.5);
  }

  @Test
  void shouldFailWithTheSentenceWhenTheChildFailed() {
    assertThatIOException()
        .isThrownBy(() -> Child.parse("seeder", "{\"error\":\"no such file\"}"))
        .withMessage("seeder: no such file");
  }

  @Test
  void shouldFailWhenTheAnswerIsNone() {
    assertThatIOException()
        .isThrownBy(() -> Child.parse("seeder", "{oops"))
        .withMessageContaining("seeder")
        .withMessageContaining("{oops");
  }
}
