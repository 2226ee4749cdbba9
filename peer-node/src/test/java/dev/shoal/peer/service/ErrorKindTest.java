package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorKindTest {
  @ParameterizedTest
  @EnumSource
  void shouldComeBackAsItWas(ErrorKind kind) {
    Exception failure = kind.exception("why");

    assertThat(ErrorKind.of(failure)).isEqualTo(kind);
    assertThat(ErrorKind.of(kind.code())).isEqualTo(kind);
    assertThat(failure).hasMessage("why");
  }

  @Test
  void shouldBeAFailureWhenNothingMoreIsKnown() {
    assertThat(ErrorKind.of("something-new")).isEqualTo(ErrorKind.FAILED);
    assertThat(ErrorKind.of(new IllegalStateException())).isEqualTo(ErrorKind.FAILED);
    assertThat(ErrorKind.of(new ShoalException("x", null))).isEqualTo(ErrorKind.FAILED);
    assertThat(ErrorKind.of(new NotFoundException("x", null))).isEqualTo(ErrorKind.NOT_FOUND);
  }

  /** As the records of the service name them. */
  @Test
  void shouldHaveTheCodesOfProblems() {
    assertThat(Arrays.stream(ErrorKind.values()).map(ErrorKind::code))
        .containsExactlyInAnyOrderElementsOf(
            List.of(
                "not-found",
                "unreachable",
                "denied",
                "integrity",
                "storage",
                "changed",
                "conflict",
                "untrusted",
                "bad-request",
                "failed"));
  }
}
