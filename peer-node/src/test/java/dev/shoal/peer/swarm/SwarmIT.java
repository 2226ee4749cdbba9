package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.SourceProgress;
import dev.shoal.peer.Traffic;
import dev.shoal.transport.TransportKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SwarmIT {
  private static final int LENGTH = 16 << 20;

  /** So slow that nobody has given all before another is there. */
  private static final int SLOW = 1 << 20;

  @TempDir Path directory;

  @OnEveryTransport
  void shouldFetchFromEverySeederWhenThereAreSeveral(TransportKind transport) throws Exception {
    try (Swarm swarm =
        Swarm.in(directory).sharing(LENGTH).seeders(2).leechers(1).over(transport).start()) {
      swarm.seeders().forEach(seeder -> seeder.setUploadLimit(SLOW));
      Download download = swarm.download(0, DownloadOptions.defaults());
      Await.until("both have given something", () -> sources(download) == 2);
      swarm.seeders().forEach(seeder -> seeder.setUploadLimit(0));
      DownloadResult result = Await.result(download.completion());
      swarm.everyCopyIsIdentical();
      assertThat(result.sources()).hasSize(2);
      assertThat(result.sources()).allMatch(source -> source.verifiedBytes() > 0);
      assertThat(result.sources().stream().mapToLong(SourceProgress::verifiedBytes).sum())
          .isEqualTo(LENGTH);
      assertThat(result.keptBytes()).isZero();
    }
  }

  /** How many have given something. */
  private static long sources(Download download) {
    return download.progress().sources().stream()
        .filter(source -> source.verifiedBytes() > 0)
        .count();
  }

  @OnEveryTransport
  void shouldFetchFromWhoAsksWhenNobodyElseNamesThem(TransportKind transport) throws Exception {
    try (Swarm swarm =
            Swarm.in(directory).sharing(4 << 20).seeders(0).leechers(0).over(transport).start();
        PeerNode alone = swarm.settings("alone").trackers(List.of()).build();
        ScriptedPeer other = new ScriptedPeer(swarm.original(), transport)) {
      Path copy = directory.resolve("alone.bin");
      DownloadOptions patient = DownloadOptions.defaults().withWaitFor(Duration.ofMinutes(1));
      Download download = alone.download(swarm.fileId(), copy, patient);
      other.asks(alone.address());
      download.completion().get(60, TimeUnit.SECONDS);
      swarm.isIdentical(copy);
    }
  }

  @OnEveryTransport
  void shouldCountWhatIsSentAndFetched(TransportKind transport) throws Exception {
    long length = (1 << 20) + 1;
    try (Swarm swarm =
        Swarm.in(directory).sharing(length).seeders(1).leechers(1).over(transport).start()) {
      PeerNode seeder = swarm.seeders().get(0);
      PeerNode leecher = swarm.leechers().get(0);
      assertThat(seeder.traffic()).isEqualTo(new Traffic(0, 0));
      swarm.everyoneDownloads();
      Await.until("all has left", () -> seeder.traffic().equals(new Traffic(length, 0)));
      assertThat(leecher.traffic()).isEqualTo(new Traffic(0, length));
    }
  }

  @OnEveryTransport
  void shouldServeEachOtherWhenManyDownloadAtOnce(TransportKind transport) throws Exception {
    try (Swarm swarm =
        Swarm.in(directory).sharing(16 << 20).seeders(1).leechers(5).over(transport).start()) {
      List<DownloadResult> results = swarm.everyoneDownloads();
      swarm.everyCopyIsIdentical();
      assertThat(results).hasSize(5);
    }
  }
}
