package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.SourceProgress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DownloadSummaryTest {
  private static SourceProgress source(Optional<URI> url, long verifiedBytes) {
    InetSocketAddress address = InetSocketAddress.createUnresolved("host", 7071);
    return new SourceProgress(address, url, verifiedBytes, 0, false);
  }

  private static DownloadSummary of(long fetchedBytes, Duration duration) {
    return DownloadSummary.of(
        new DownloadResult(
            Path.of("a"),
            100,
            10,
            fetchedBytes,
            duration,
            List.of(
                source(Optional.empty(), 50),
                source(Optional.empty(), 1),
                source(Optional.empty(), 0),
                source(Optional.of(URI.create("http://host/a")), 39))));
  }

  @Test
  void shouldCountThoseThatGaveSomethingAndTellTheMeanRate() {
    assertThat(of(90, Duration.ofMillis(1500)))
        .isEqualTo(new DownloadSummary(2, 1, 10, 90, 1500, 60));
  }

  @Test
  void shouldTellARateWhenItTookNoTimeAtAll() {
    assertThat(of(90, Duration.ZERO).bytesPerSecond()).isEqualTo(90_000);
    assertThat(of(0, Duration.ZERO).bytesPerSecond()).isZero();
  }
}
