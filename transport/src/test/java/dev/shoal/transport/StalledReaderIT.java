package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.FileRegion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader that stops reading holds no more of a sender than the send window: of regions of files,
 * or, where these are encrypted, of memory. Neither for ever.
 */
@OnEveryTransport
class StalledReaderIT {
  private static final int SLICE = 64 * 1024;
  private static final int WINDOW = 8 * SLICE;
  private static final int CHUNK = 1 << 20;
  private static final int REQUESTS = 16;
  private static final int STEADY_LOOKS = 100;

  private final Way way;
  private final PooledByteBufAllocator allocator = new PooledByteBufAllocator(true);

  @TempDir Path directory = Path.of("");

  private TestFile file;
  private CountingChannel counted;

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

  @BeforeEach
  void open() throws IOException {
    file = new TestFile(directory, CHUNK, CHUNK);
    counted = new CountingChannel(file.path);
  }

  @AfterEach
  void close() {
    file.close();
    assertThat(counted.release()).as("the last reference").isTrue();
    Await.until("nothing is left in memory", () -> pinned() == 0);
  }

  @Test
  void shouldHoldNoMoreThanTheWindowWhenAReaderStalls() throws IOException {
    try (TestNode server = server(config());
        TestNode client = TestNode.of(way);
        RawPeer stalled = stalled(server)) {
      Await.until("the reader stalls", new Steady());

      Connection lively = client.dial(server);
      for (int i = 0; i < 4; i++) {
        assertThat(Await.result(TestFile.ask(lively, 1).bytes)).isEqualTo(file.content);
      }
      Await.result(lively.close());
      Await.until("only one is left", () -> server.endpoint.connectionCount() == 1);
      // A slice that has left is let go of before the next is read, and the kernel may take more.
      Await.until("the window is used again", new Steady());
      assertThat(held()).isLessThanOrEqualTo(most());

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
      assertThat(counted.most).hasValueLessThanOrEqualTo(WINDOW);
    }
  }

  @Test
  void shouldGiveUpAReaderThatTakesNothingAndSaysNothing() throws IOException {
    TransportConfig.Builder impatient = config().idleTimeout(Duration.ofMillis(500));
    try (TestNode server = server(impatient);
        RawPeer stalled = stalled(server)) {
      assertThat(Await.result(server.onlyAccepted().closed))
          .isInstanceOfSatisfying(
              TransportException.class,
              why -> assertThat(why.code()).isEqualTo(ErrorCode.TIMED_OUT));
      Await.until("all is let go", () -> counted.handedOut.get() == 0 && pinned() == 0);
      stalled.hangUp();
    }
  }

  private TransportConfig.Builder config() {
    return TransportConfig.builder().sliceSize(SLICE).sendWindow(WINDOW).allocator(allocator);
  }

  /** Counts what a first chunk takes, and nothing of others. */
  private TestNode server(TransportConfig.Builder config) {
    return TestNode.of(way, config)
        .listening(
            request -> {
              boolean first = request.header().equals(TestFile.chunkRequest(0));
              SharedChannel channel = first ? counted : file.channel;
              request.answer(TestFile.HEADERS, Body.of(channel.retain(), 0, CHUNK));
            });
  }

  /** Asks for much and reads nothing. */
  private static RawPeer stalled(TestNode server) throws IOException {
    RawPeer peer = RawPeer.dialSlowly(server).greet();
    for (int id = 1; id <= REQUESTS; id++) {
      peer.send(FrameKind.CHUNK_REQUEST, id, TestFile.chunkRequest(0));
    }
    return peer;
  }

  /** Whether what is held has not changed for some looks: the socket has no more room. */
  private final class Steady implements BooleanSupplier {
    private long before;
    private int looks;

    @Override
    public boolean getAsBoolean() {
      long now = held();
      looks = now == before ? looks + 1 : 0;
      before = now;
      return now >= least() && looks >= STEADY_LOOKS;
    }
  }

  private long held() {
    return way.isEncrypted() ? pinned() : counted.handedOut.get();
  }

  /**
   * Of records the socket takes as many as it has room for, and memory is let go of with each, but
   * the window makes room only once it has taken all those of some slices: by then, little may be
   * held.
   */
  private long least() {
    return way.isEncrypted() ? 1 : WINDOW;
  }

  /** Records are a little larger than what is in them, and buffers larger than records. */
  private long most() {
    return way.isEncrypted() ? 2 * WINDOW : WINDOW;
  }

  private long pinned() {
    return allocator.pinnedDirectMemory() + allocator.pinnedHeapMemory();
  }
}
