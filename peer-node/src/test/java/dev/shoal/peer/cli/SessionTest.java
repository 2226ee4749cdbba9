package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.SharedFile;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ShoalLink;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SessionTest {
  private final Session session = new Session();

  private record Share(String name, CompletableFuture<Void> stopped) implements SharedFile {
    @Override
    public boolean isPublic() {
      return true;
    }

    Share(String name) {
      this(name, new CompletableFuture<>());
    }

    @Override
    public FileId fileId() {
      return FileId.parse("ab".repeat(FileId.LENGTH));
    }

    @Override
    public Path path() {
      return Path.of(name);
    }

    @Override
    public long length() {
      return 1;
    }

    @Override
    public ShoalLink link() {
      return new ShoalLink(fileId(), name, List.of());
    }

    @Override
    public void setUploadLimit(long bytesPerSecond) {}

    @Override
    public void stop() {
      stopped.complete(null);
    }
  }

  private Cli report() {
    return Cli.run(
        "", context -> session.report(new Output(context.streams(), false, false, false)));
  }

  @Test
  void shouldTellOnceWhatIsNotSharedAnyMore() {
    Share share = new Share("a.bin");
    session.shares(share);
    assertThat(report()).isEqualTo(new Cli(0, "", ""));

    share.stop();

    assertThat(report()).isEqualTo(new Cli(0, "", "a.bin is not shared any more.\n"));
    assertThat(report()).isEqualTo(new Cli(0, "", ""));
  }

  @Test
  void shouldSayNothingWhenAFileIsSharedInPlaceOfItself() {
    Share before = new Share("a.bin");
    session.shares(before);
    session.shares(new Share("same.bin"));

    before.stop();

    assertThat(report()).isEqualTo(new Cli(0, "", ""));
  }

  @Test
  void shouldTellOnceWhenASharedFileHasChanged() {
    Share share = new Share("a.bin");
    session.shares(share);
    share.stopped().completeExceptionally(new FileChangedException("a.bin has changed", null));

    Cli first = report();

    assertThat(first.exitCode()).isEqualTo(ExitCodes.INTEGRITY);
    assertThat(first.err()).isEqualTo("shoal: a.bin has changed\n");
    assertThat(report()).isEqualTo(new Cli(0, "", ""));
  }

  @Test
  void shouldEndAtOnceWhenNothingIsFetched() {
    assertThat(session.isFetching()).isFalse();
    assertThat(session.over()).isDone();
    assertThat(session.confirmsEnd()).isTrue();
  }
}
