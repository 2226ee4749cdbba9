package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineInputTest {
  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldReadLinesWithTheirUsualEnds() throws IOException {
    LineInput input = new LineInput(bytes("größe\r\n\nlast"));

    assertThat(input.line()).isEqualTo("größe");
    assertThat(input.line()).isEmpty();
    assertThat(input.secret()).containsExactly('l', 'a', 's', 't');
    assertThat(input.line()).isNull();
  }

  @Test
  void shouldLeaveTheNextLineToSomebodyElse() throws IOException {
    ByteArrayInputStream bytes = bytes("mine\nyours");

    new LineInput(bytes).line();

    assertThat(bytes.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("yours");
  }

  @Test
  void shouldRefuseALineThatDoesNotEnd() {
    LineInput input = new LineInput(bytes("a".repeat((64 << 10) + 1)));

    assertThatThrownBy(input::line).isInstanceOf(IOException.class).hasMessageContaining("longer");
  }
}
