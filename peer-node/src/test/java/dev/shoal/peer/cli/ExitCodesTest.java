package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExitCodesTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new StorageException("full", null), 1),
        Arguments.of(new IOException("broken"), 1),
        Arguments.of(new IllegalStateException("a bug"), 1),
        Arguments.of(new Stopped("stopped"), 1),
        Arguments.of(new NotFoundException("nobody has it", null), 3),
        Arguments.of(new IntegrityException("bad bytes", null), 4),
        Arguments.of(new FileChangedException("changed", null), 4),
        Arguments.of(new UnreachableException("nobody there", null), 5),
        Arguments.of(new DeniedException("not for you", null), 6));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldGoByTypeWhateverFuturesWrapAroundIt(Throwable failure, int exitCode) {
    assertThat(ExitCodes.of(failure)).isEqualTo(exitCode);
    assertThat(ExitCodes.of(new CompletionException(failure))).isEqualTo(exitCode);
    assertThat(ExitCodes.of(new ExecutionException(new CompletionException(failure))))
        .isEqualTo(exitCode);
  }
}
