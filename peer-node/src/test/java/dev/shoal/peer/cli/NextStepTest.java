package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.peer.UnreachableException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class NextStepTest {
  @Test
  void shouldNameTheNextStepWhenAFileIsThereAlready() {
    var failure = new StorageException(Reason.EXISTS, "a.bin exists already", null);

    assertThat(NextStep.after(new CompletionException(failure)))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("--overwrite"));
  }

  @Test
  void shouldNameTheNextStepWhenTheDiskIsFull() {
    assertThat(NextStep.after(new StorageException(Reason.DISK_FULL, "no space", null)))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("the same command again"));
  }

  @Test
  void shouldNameTheNextStepWhenNobodyHasAFile() {
    assertThat(NextStep.after(new NotFoundException("nobody shares the file 12", null)))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("--wait"));
  }

  @Test
  void shouldNameTheNextStepWhenSomethingCannotBeReached() {
    assertThat(NextStep.after(new UnreachableException("the tracker cannot be reached: no", null)))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("--tracker"));
    assertThat(NextStep.after(new UnreachableException("no source can be reached: no", null)))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("the same command again"));
  }

  @Test
  void shouldNameTheNextStepWhenNobodyIsLoggedIn() {
    assertThat(NextStep.after(new DeniedException("nobody is logged in with this node", null)))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("shoal login"));
  }

  @Test
  void shouldAdviseNothingWhereThereIsNothingToAdvise() {
    assertThat(NextStep.after(new ShoalException("it is so", null))).isEmpty();
    assertThat(NextStep.after(new IllegalStateException())).isEmpty();
  }
}
