package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FrameKind;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies of encrypted connections are in memory, but not more of them than the window has room. */
class TlsBodiesIT {
  private static final int SLICE = 64 * 1024;
  private static final int WINDOW = 16 * SLICE;
  private static final int CHUNK = 4 << 20;
  private static final int REQUESTS = 16;

  @TempDir Path directory = Path.of("");

  @Test
  void shouldHoldLittleMoreThanTheWindowWhenAReaderStalls() throws IOException {
    Way way = new Way(TransportKind.best(), TlsProvider.AUTO);
    PooledByteBufAllocator allocator = new PooledByteBufAllocator(true);
    var config = TransportConfig.builder().sliceSize(SLICE).sendWindow(WINDOW).allocator(allocator);
    try (TestFile file = new TestFile(directory, CHUNK, CHUNK);
        TestNode server = TestNode.of(way, config).listening(file::serve);
        TestNode client = TestNode.of(way);
        RawPeer stalled = RawPeer.dialSlowly(server).greet()) {
      for (int id = 1; id <= REQUESTS; id++) {
        stalled.send(FrameKind.CHUNK_REQUEST, id, TestFile.chunkRequest(0));
      }
      Await.until("the window fills up", () -> allocator.pinnedDirectMemory() > SLICE);
      Connection lively = client.dial(server);
      for (int i = 0; i < 4; i++) {
        assertThat(Await.result(TestFile.ask(lively, 0).bytes)).isEqualTo(file.content);
      }
      lively.close();
      Await.until("one is left", () -> server.endpoint.connectionCount() == 1);
      assertThat(allocator.pinnedDirectMemory()).isLessThan(2 * WINDOW);
      assertThat(stalled.read(FrameKind.CHUNK_DATA).body().size()).isEqualTo(SLICE);
    }
    Await.until("nothing is left", () -> allocator.pinnedDirectMemory() == 0);
  }
}
