package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that becomes shorter while it is served ends the connections it was promised to, alone.
 */
@OnEveryTransport
class TruncatedFileIT {
  private static final int LENGTH = 64 << 20;

  private final Way way;

  @TempDir Path directory;

  TruncatedFileIT(Way way) {
    this.way = way;
  }

  private static void truncate(TestFile file, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file.path, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  @Test
  void shouldEndOnlyThatConnectionWhenTheFileIsShorterThanPromised() throws IOException {
    try (TestFile file = new TestFile(directory, 100_000, 100_000);
        TestFile sound = new TestFile(directory, 50_000, 50_000);
        TestNode server = server(file, sound);
        TestNode client = TestNode.of(way)) {
      Connection other = client.dial(server);
      assertThat(Await.result(TestFile.ask(other, 1).bytes)).isEqualTo(sound.content);
      truncate(file, 10_000);
      Connection unlucky = client.dial(server);
      BodyCollector cut = TestFile.ask(unlucky, 0);
      assertCutOff(server, cut);
      assertThat(Await.result(TestFile.ask(other, 1).bytes)).isEqualTo(sound.content);
    }
  }

  @Test
  void shouldEndOnlyThatConnectionWhenTheFileIsCutHalfWay() throws IOException {
    try (TestFile file = new TestFile(directory, LENGTH, LENGTH);
        TestFile sound = new TestFile(directory, 50_000, 50_000);
        TestNode server = server(file, sound);
        TestNode client = TestNode.of(way)) {
      Connection other = client.dial(server);
      assertThat(Await.result(TestFile.ask(other, 1).bytes)).isEqualTo(sound.content);
      Connection unlucky = client.dial(server);
      BodyCollector cut =
          new BodyCollector() {
            @Override
            public void onBody(ByteBuf piece) {
              super.onBody(piece);
              try {
                truncate(file, 0);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }
          };
      TestFile.ask(unlucky, 0, cut);
      assertCutOff(server, cut);
      assertThat(Await.result(TestFile.ask(other, 1).bytes)).isEqualTo(sound.content);
    }
  }

  private TestNode server(TestFile even, TestFile odd) {
    return TestNode.of(way)
        .listening(
            request -> {
              TestFile file = request.header().equals(TestFile.chunkRequest(0)) ? even : odd;
              request.answer(TestFile.HEADERS, file.fromDisk(0));
            });
  }

  private static void assertCutOff(TestNode server, BodyCollector cut) {
    assertThat(Await.failure(cut.bytes)).isInstanceOf(TransportException.Closed.class);
    assertThat(Await.result(server.accepted.get(1).closed))
        .as("the server's side knows why")
        .isInstanceOf(TransportException.Closed.class)
        .hasMessageStartingWith("the connection was lost: ");
  }
}
