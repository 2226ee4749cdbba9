package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.shoal.protocol.FrameKind;
import io.netty.channel.FileRegion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that stops reading holds no more of a sender than the send window. */
@OnEveryTransport
class StalledReaderIT {
  private static final int SLICE = 64 * 1024;
  private static final int WINDOW = 4 * SLICE;
  private static final int CHUNK = 4 << 20;
  private static final int REQUESTS = 16;

  private final Way way;

  @TempDir Path directory;

  StalledReaderIT(Way way) {
    this.way = way;
  }

  /** Counts the bytes of the regions that are handed out and not yet released. */
  private static final class CountingChannel extends SharedChannel {
    final AtomicInteger handedOut = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();

    CountingChannel(Path path) throws IOException {
      super(FileChannel.open(path));
    }

    @Override
    FileRegion region(long position, long length) {
      retain();
      most.accumulateAndGet(handedOut.addAndGet((int) length), Math::max);
      return new Region(position, length) {
        @Override
        protected void deallocate() {
          handedOut.addAndGet((int) -length);
          super.deallocate();
        }
      };
    }
  }

  @Test
  void shouldHoldNoMoreThanTheWindowWhenAReaderStalls() throws IOException {
    assumeFalse(way.isEncrypted(), "regions are read at once there; see TlsBodiesIT");
    var config = TransportConfig.builder().sliceSize(SLICE).sendWindow(WINDOW);
    try (TestFile file = new TestFile(directory, CHUNK, CHUNK)) {
      CountingChannel counted = new CountingChannel(file.path);
      try (TestNode server =
              TestNode.of(way, config)
                  .listening(
                      request -> {
                        boolean stalled = request.header().equals(TestFile.chunkRequest(0));
                        SharedChannel channel = stalled ? counted : file.channel;
                        request.answer(TestFile.HEADERS, Body.of(channel.retain(), 0, CHUNK));
                      });
          TestNode client = TestNode.of(way);
          RawPeer stalled = RawPeer.dialSlowly(server).greet()) {
        for (int id = 1; id <= REQUESTS; id++) {
          stalled.send(FrameKind.CHUNK_REQUEST, id, TestFile.chunkRequest(0));
        }
        Await.until("the window is full", () -> counted.handedOut.get() == WINDOW);

        Connection lively = client.dial(server);
        for (int i = 0; i < 4; i++) {
          assertThat(Await.result(TestFile.ask(lively, 1).bytes)).isEqualTo(file.content);
        }
        assertThat(counted.handedOut).as("stalled all the time").hasValue(WINDOW);

        for (int id = 1; id <= REQUESTS; id++) {
          ByteArrayOutputStream received = new ByteArrayOutputStream();
          while (received.size() < CHUNK) {
            RawPeer.Frame frame = stalled.read();
            assertThat(frame.requestId()).isEqualTo(id);
            frame.body().writeTo(received);
          }
          assertThat(received.toByteArray()).isEqualTo(file.content);
        }
        Await.until("all is let go", () -> counted.handedOut.get() == 0);
        assertThat(counted.most).hasValue(WINDOW);
      }
      assertThat(counted.release()).as("the last reference").isTrue();
    }
  }
}
