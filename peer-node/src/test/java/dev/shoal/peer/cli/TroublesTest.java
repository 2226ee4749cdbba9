package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.service.ErrorKind;
import dev.shoal.peer.service.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TroublesTest {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BAD_REQUEST")
  void shouldBeTheExceptionThatTheCodeStandsFor(ErrorKind kind) {
    ShoalException made = Troubles.of(new Problem(kind.code(), "so it is"));

    assertThat(ErrorKind.of(made)).isEqualTo(kind);
    assertThat(made).hasMessage("so it is");
  }

  @Test
  void shouldKeepTheSentenceWhenTheCodeSaysNothing() {
    assertThat(Troubles.of(new Problem("bad-request", "so it is"))).hasMessage("so it is");
    assertThat(Troubles.of(new Problem("of-tomorrow", "so it is"))).hasMessage("so it is");
    assertThat(Troubles.of(null)).hasMessageContaining("does not say why");
  }
}
