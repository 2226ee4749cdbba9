package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.PeerNode;
import dev.shoal.protocol.FileId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sharing and downloading in JVMs with little memory, on the heap and off it. */
@Tag("any-jdk")
@Timeout(180)
class SmallJvmIT {
  private static final List<String> SMALL =
      List.of("-Xmx64m", "-XX:MaxDirectMemorySize=96m", "-Dio.netty.maxDirectMemory=0");
  private static final long LENGTH = 24L << 20;

  @TempDir private Path directory;

  @Test
  void shouldShareAndDownloadEightTimesAtOnceWhenMemoryIsSmall() throws Exception {
    try (ProcessSwarm swarm = new ProcessSwarm(directory, SMALL)) {
      Path original = swarm.file("original.bin", LENGTH);
      String fileId = swarm.share(original).fileId();
      swarm.share(original);

      Program downloads =
          swarm.start(EightDownloads.class.getName(), List.of(swarm.tracker(), fileId));

      assertThat(downloads.exitCode()).as(downloads.err()).isZero();
      for (int i = 0; i < EightDownloads.COUNT; i++) {
        assertThat(directory.resolve("copy" + i)).hasSameBinaryContentAs(original);
      }
    }
  }

  /** Downloads one file eight times at once with one node; arguments: tracker, file id. */
  static final class EightDownloads {
    static final int COUNT = 8;

    private EightDownloads() {}

    public static void main(String[] args) throws Exception {
      try (PeerNode node =
          PeerNode.builder().tracker(args[0]).dataDirectory(Path.of("eight")).build()) {
        List<Download> downloads = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
          downloads.add(node.download(FileId.parse(args[1]), Path.of("copy" + i)));
        }
        for (Download download : downloads) {
          download.completion().get();
        }
      }
    }
  }
}
