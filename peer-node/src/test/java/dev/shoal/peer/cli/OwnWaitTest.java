package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.service.DownloadInfo;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OwnWaitTest {
  private static final DownloadInfo WAITING = info(DownloadInfo.State.WAITING);

  private long nanos = Long.MAX_VALUE - 5;

  @Test
  void shouldBeUpAfterItsOwnTimeWhenSomebodyElseWaitsForLonger() {
    OwnWait wait = new OwnWait(2, true, () -> nanos);
    pass(3_999);
    assertThat(wait.isUp(WAITING)).isFalse();

    pass(1);
    assertThat(wait.isUp(info(DownloadInfo.State.CHECKING))).isFalse();
    assertThat(wait.isUp(WAITING)).isTrue();
  }

  @Test
  void shouldNeverBeUpOnceItIsFetched() {
    OwnWait wait = new OwnWait(0, true, () -> nanos);
    assertThat(wait.isUp(info(DownloadInfo.State.DOWNLOADING))).isFalse();

    pass(60_000);
    assertThat(wait.isUp(WAITING)).isFalse();
  }

  @Test
  void shouldLeaveTheTimeToTheNodeWhenNobodyAskedBefore() {
    OwnWait own = new OwnWait(0, false, () -> nanos);
    OwnWait forEver = new OwnWait(-1, true, () -> nanos);

    pass(60_000);
    assertThat(own.isUp(WAITING)).isFalse();
    assertThat(forEver.isUp(WAITING)).isFalse();
  }

  private void pass(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static DownloadInfo info(DownloadInfo.State state) {
    return FakeService.download(state, null, "");
  }
}
