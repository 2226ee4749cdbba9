package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.service.DownloadInfo.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitReasonsTest {
  private final List<String> said = new ArrayList<>();
  private final WaitReasons reasons = new WaitReasons(said::add);

  @Test
  void shouldSayTheReasonOnceWhenItStaysTheSame() {
    reasons.tell(FakeService.download(State.WAITING, "not-found", "nobody shares it yet"));
    reasons.tell(FakeService.download(State.QUEUED, null, ""));
    reasons.tell(FakeService.download(State.WAITING, "not-found", "nobody shares it yet"));

    assertThat(said).containsExactly("It waits: nobody shares it yet.");
  }

  @Test
  void shouldSayTheReasonWhenItIsAnotherOne() {
    reasons.tell(FakeService.download(State.WAITING, "not-found", "nobody shares it yet"));
    reasons.tell(FakeService.download(State.WAITING, "denied", "log in"));

    assertThat(said).containsExactly("It waits: nobody shares it yet.", "It waits: log in.");
  }

  @Test
  void shouldSayNothingWhenItIsOver() {
    reasons.tell(FakeService.download(State.FAILED, "storage", "the disk is full"));

    assertThat(said).isEmpty();
  }
}
