package dev.shoal.peer.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.swarm.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchIT {
  @TempDir private Path directory;

  private final RecordedSink sink = new RecordedSink();

  @Test
  void shouldFollowWhatHappensInAFolderUntilItIsClosed() throws Exception {
    WatchOptions options =
        WatchOptions.defaults()
            .withQuiet(Duration.ofMillis(100))
            .withRescan(Duration.ofMillis(500));
    Files.writeString(directory.resolve("a"), "1");
    FolderWatch watch = FolderWatch.start(directory, options, sink);
    Await.until("the file is shared", () -> sink.shares.containsKey("a"));

    Files.createDirectory(directory.resolve("sub"));
    Files.writeString(directory.resolve("sub/b"), "2");
    Await.until("the file of the new folder is shared", () -> sink.shares.containsKey("sub/b"));

    Files.delete(directory.resolve("a"));
    Await.until("the removed file is dropped", () -> !sink.shares.containsKey("a"));

    Await.until("one file is shared", () -> watch.status().equals(new WatchStatus(1, 0, null)));
    watch.unshared(directory.resolve("sub/b"));
    Await.until("no file is shared", () -> watch.status().equals(new WatchStatus(0, 0, null)));

    watch.close();
    Await.until(
        "the thread has ended",
        () -> threadsOf(directory) == 0); // the system's own may need a moment
    assertThat(sink.problems).isEmpty();
  }

  private static long threadsOf(Path directory) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.equals("shoal-watch-" + directory.getFileName()))
        .count();
  }
}
