package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.ShoalException;
import dev.shoal.transport.TransportKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that change on disk while they are shared. */
@Timeout(120)
class ChangedFileIT {
  private static final int LENGTH = 4 << 20;
  private static final DownloadOptions IMPATIENT =
      DownloadOptions.defaults().withStall(Duration.ofSeconds(1));

  @TempDir Path directory;

  /** What may happen to a file. */
  enum Change {
    OVERWRITTEN {
      @Override
      void make(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.write(ByteBuffer.wrap(new byte[LENGTH]));
        }
      }
    },
    TRUNCATED {
      @Override
      void make(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(LENGTH / 2 + 1);
        }
      }
    },
    LENGTHENED {
      @Override
      void make(Path file) throws IOException {
        Files.write(file, new byte[1], StandardOpenOption.APPEND);
      }
    },
    DELETED {
      @Override
      void make(Path file) throws IOException {
        Files.delete(file);
      }
    },
    REPLACED {
      @Override
      void make(Path file) throws IOException {
        Path other = Files.write(file.resolveSibling("other"), new byte[LENGTH]);
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      }
    };

    abstract void make(Path file) throws IOException;
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void shouldStopServingWhenTheFileChanges(Change change) throws Exception {
    try (Swarm swarm = swarm(TransportKind.best())) {
      PeerNode seeder = swarm.seeders().get(0);
      SharedFile shared = swarm.shared().get(0);
      Path other = Content.write(directory.resolve("other file"), LENGTH, 2);
      SharedFile unchanged = Await.result(seeder.share(other));
      change.make(swarm.original());

      assertThatThrownBy(() -> Await.result(swarm.download(0, IMPATIENT).completion()))
          .cause()
          .isInstanceOf(ShoalException.class);
      assertThat(swarm.copy(0)).doesNotExist();
      FileChangedException why = Await.failure(shared.stopped(), FileChangedException.class);
      assertThat(why).hasMessageStartingWith(shared.path() + " is not shared any more: ");

      Path copy = directory.resolve("copy of the other");
      Await.result(swarm.leechers().get(0).download(unchanged.fileId(), copy).completion());
      assertThat(Files.mismatch(other, copy)).isEqualTo(-1);
    }
  }

  @OnEveryTransport
  void shouldFinishFromOthersWhenAFileIsTruncatedHalfWay(TransportKind kind) throws Exception {
    int length = 32 << 20;
    try (Swarm swarm =
            Swarm.in(directory).sharing(length).seeders(1).leechers(0).over(kind).start();
        PeerNode second = swarm.node("second");
        Brake brake = new Brake(40);
        PeerNode node = swarm.settings("slow").workers(brake).build()) {
      Path copy = Files.copy(swarm.original(), directory.resolve("doomed"));
      Await.result(second.share(copy));
      var completion = node.download(swarm.fileId(), swarm.copy(0)).completion();
      brake.awaitHeld();
      try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        channel.truncate(1);
      }
      brake.release();
      Await.result(completion);
      swarm.isIdentical(swarm.copy(0));
    }
  }

  @Test
  void shouldNoticeAChangeWhenNobodyAsks() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best())) {
      Files.delete(swarm.original());
      Await.failure(swarm.shared().get(0).stopped(), FileChangedException.class);
    }
  }

  @Test
  void shouldBeUsedAgainWhenTheFileIsRestoredAndSharedAnew() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best())) {
      Path kept = Files.copy(swarm.original(), directory.resolve("kept"));
      Files.write(swarm.original(), new byte[LENGTH]);
      var completion =
          swarm
              .download(0, DownloadOptions.defaults().withWaitFor(Duration.ofSeconds(60)))
              .completion();
      Await.failure(swarm.shared().get(0).stopped(), FileChangedException.class);
      Files.move(kept, swarm.original(), StandardCopyOption.REPLACE_EXISTING);
      Await.result(swarm.seeders().get(0).share(swarm.original()));
      Await.result(completion);
      swarm.everyCopyIsIdentical();
    }
  }

  @Test
  void shouldStopWithoutAFailureWhenAskedTo() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best())) {
      swarm.shared().get(0).stop();
      Await.result(swarm.shared().get(0).stopped().thenApply(stopped -> true));
      assertThatThrownBy(() -> Await.result(swarm.download(0, IMPATIENT).completion()))
          .cause()
          .isInstanceOf(ShoalException.class);
    }
  }

  private Swarm swarm(TransportKind kind) throws Exception {
    return Swarm.in(directory).sharing(LENGTH).seeders(1).leechers(1).over(kind).start();
  }
}
