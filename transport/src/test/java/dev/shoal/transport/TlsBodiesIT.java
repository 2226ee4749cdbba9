package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies of all encrypted connections together are in memory as far as there is some for them. */
class TlsBodiesIT {
  private static final int SLICE = 64 * 1024;
  private static final int WINDOW = 4 * SLICE;
  private static final int CHUNK = 4 << 20;

  @TempDir Path directory = Path.of("");

  @Test
  void shouldGiveUpAReaderWhoHasAllTheMemoryAndTakesNothing() throws IOException {
    Way way = new Way(TransportKind.best(), TlsProvider.AUTO);
    var config =
        TransportConfig.builder()
            .sliceSize(SLICE)
            .encryptedWindow(WINDOW)
            .encryptedMemory(WINDOW)
            .idleTimeout(Duration.ofMillis(800));
    try (TestFile file = new TestFile(directory, CHUNK, CHUNK);
        TestNode server = TestNode.of(way, config).listening(file::serve);
        TestNode client = TestNode.of(way);
        RawPeer stalled = RawPeer.dialSlowly(server).greet()) {
      stalled.send(FrameKind.CHUNK_REQUEST, 1, TestFile.chunkRequest(0));
      RecordingHandler first = server.onlyAccepted();
      assertThat(stalled.read(FrameKind.CHUNK_DATA).body().size()).isEqualTo(SLICE);
      Connection lively = client.dial(server);
      assertThat(Await.result(TestFile.ask(lively, 0).bytes)).isEqualTo(file.content);
      assertThat(Await.result(first.closed))
          .isInstanceOfSatisfying(
              TransportException.class,
              why -> assertThat(why.code()).isEqualTo(ErrorCode.TIMED_OUT));
    }
  }

  @Test
  void shouldServeOthersWhileAReaderWhoHadAllTheMemoryTrickles() throws IOException {
    Way way = new Way(TransportKind.best(), TlsProvider.AUTO);
    var config =
        TransportConfig.builder().sliceSize(SLICE).encryptedWindow(WINDOW).encryptedMemory(WINDOW);
    try (TestFile file = new TestFile(directory, CHUNK, CHUNK);
        TestNode server = TestNode.of(way, config).listening(file::serve);
        TestNode client = TestNode.of(way);
        RawPeer trickling = RawPeer.dialSlowly(server).greet()) {
      for (int id = 1; id <= 16; id++) {
        trickling.send(FrameKind.CHUNK_REQUEST, id, TestFile.chunkRequest(0));
      }
      assertThat(trickling.read(FrameKind.CHUNK_DATA).body().size()).isEqualTo(SLICE);
      BodyCollector answer = TestFile.ask(client.dial(server), 0);
      Await.until(
          "others are served",
          () -> {
            trickling.drop(1024);
            return answer.bytes.toCompletableFuture().isDone();
          });
      assertThat(Await.result(answer.bytes)).isEqualTo(file.content);
    }
  }

  @Test
  void shouldServeManyReadersAtOnceWithLittleMemory() throws IOException {
    Way way = new Way(TransportKind.best(), TlsProvider.AUTO);
    var config = TransportConfig.builder().sliceSize(SLICE).encryptedWindow(WINDOW);
    try (TestFile file = new TestFile(directory, CHUNK, CHUNK);
        TestNode server = TestNode.of(way, config.encryptedMemory(WINDOW)).listening(file::serve);
        TestNode client = TestNode.of(way)) {
      var answers =
          client.dials(server, 8).stream().map(reader -> TestFile.ask(reader, 0)).toList();
      for (BodyCollector answer : answers) {
        assertThat(Await.result(answer.bytes)).isEqualTo(file.content);
      }
    }
  }
}
