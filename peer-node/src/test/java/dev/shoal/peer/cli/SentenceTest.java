package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.NotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class SentenceTest {
  @Test
  void shouldBeTheMessageWhenTheFailureIsOurs() {
    assertThat(Sentence.of(new CompletionException(new NotFoundException("nobody has it", null))))
        .isEqualTo("nobody has it");
  }

  @Test
  void shouldSayWhatIsMeantWhenAFileSystemGivesOnlyAName() {
    assertThat(Sentence.of(new NoSuchFileException("/a/b"))).isEqualTo("there is no /a/b");
    assertThat(Sentence.of(new AccessDeniedException("/a/b"))).isEqualTo("no permission for /a/b");
    assertThat(Sentence.of(new FileSystemException("/a/b", null, "Disk quota exceeded")))
        .contains("/a/b", "Disk quota exceeded");
  }

  @Test
  void shouldNotLookLikeAUsersMistakeWhenItIsABug() {
    assertThat(Sentence.of(new IllegalStateException("x")))
        .isEqualTo("this should not have happened: java.lang.IllegalStateException: x");
    assertThat(Sentence.of(new IllegalStateException())).isEqualTo("IllegalStateException: null");
  }

  @Test
  void shouldBeOneHarmlessLineWhenTheMessageIsNot() {
    assertThat(Sentence.plain(" one\n  two\u001b[31m ")).isEqualTo("one two\uFFFD[31m");
  }
}
