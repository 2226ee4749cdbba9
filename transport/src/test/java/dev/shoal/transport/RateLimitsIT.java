package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FrameKind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rate limits of what is sent and of what is fetched, over sockets. */
@OnEveryTransport
class RateLimitsIT {
  private static final int CHUNK = 512 << 10;
  private static final long RATE = 4 << 20;

  private final Way way;

  @TempDir Path directory;

  RateLimitsIT(Way way) {
    this.way = way;
  }

  /** A file of which no region is longer than it should be. */
  private static final class SlicedChannel extends SharedChannel {
    final AtomicInteger longest = new AtomicInteger();

    SlicedChannel(Path path) throws IOException {
      super(FileChannel.open(path));
    }

    @Override
    FileRegion region(long position, long length) {
      longest.accumulateAndGet((int) length, Math::max);
      return super.region(position, length);
    }
  }

  /** Gathers an answer's bodies, no faster than a limit allows. */
  private static final class LimitedCollector extends BodyCollector {
    private final RateLimit limit;
    volatile int largestPiece;

    LimitedCollector(RateLimit limit) {
      this.limit = limit;
    }

    @Override
    public void onBody(ByteBuf piece) {
      largestPiece = Math.max(largestPiece, piece.readableBytes());
      super.onBody(piece);
    }

    @Override
    public @Nullable RateLimit limit() {
      return limit;
    }
  }

  /** At least as long as the rate says, after what passes at once. */
  private static void assertNotFasterThan(long bytes, long rate, long startNanos) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    assertThat(seconds).isGreaterThanOrEqualTo((double) (bytes - CHUNK / 2) / rate - 0.05);
  }

  @Test
  void shouldSendSmallSlicesNoFasterThanTheLimit() throws IOException {
    RateLimit limit = RateLimit.of(RATE);
    try (TestFile file = new TestFile(directory, CHUNK, CHUNK);
        SlicedFile sliced = new SlicedFile(file.path);
        TestNode server =
            TestNode.of(way).listening(r -> r.answer(TestFile.HEADERS, sliced.body(limit)));
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      long start = System.nanoTime();
      List<BodyCollector> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        answers.add(TestFile.ask(connection, 0));
      }
      for (BodyCollector answer : answers) {
        assertThat(Await.result(answer.bytes)).isEqualTo(file.content);
      }
      assertNotFasterThan(4 * CHUNK, RATE, start);
      assertThat(sliced.channel.longest).hasValue(limit.slice(CHUNK));
    }
  }

  /** A sliced channel with its first reference. */
  private static final class SlicedFile implements AutoCloseable {
    final SlicedChannel channel;

    SlicedFile(Path path) throws IOException {
      channel = new SlicedChannel(path);
    }

    Body body(RateLimit limit) {
      return Body.of(channel.retain(), 0, CHUNK).limitedBy(limit);
    }

    @Override
    public void close() {
      assertThat(channel.release()).as("the last reference").isTrue();
    }
  }

  @Test
  void shouldSendAtFullSpeedOnceTheLimitIsLifted() throws IOException {
    RateLimit limit = RateLimit.of(RateLimit.LEAST);
    try (TestFile file = new TestFile(directory, CHUNK, CHUNK);
        TestNode server =
            TestNode.of(way)
                .listening(r -> r.answer(TestFile.HEADERS, file.fromDisk(0).limitedBy(limit)));
        TestNode client = TestNode.of(way)) {
      BodyCollector answer = TestFile.ask(client.dial(server), 0);
      Await.result(answer.begun); // the rest would take minutes
      assertThat(answer.bytes).isNotDone();
      limit.set(0);
      assertThat(Await.result(answer.bytes)).isEqualTo(file.content);
    }
  }

  @Test
  void shouldAnswerOthersWhileALimitedBodyWaits() throws IOException {
    RateLimit slow = RateLimit.of(RateLimit.LEAST);
    try (TestFile file = new TestFile(directory, 2 * CHUNK, CHUNK);
        TestNode server =
            TestNode.of(way)
                .listening(
                    r -> {
                      boolean limited = r.header().equals(TestFile.chunkRequest(0));
                      r.answer(
                          TestFile.HEADERS,
                          limited ? file.fromDisk(0).limitedBy(slow) : file.fromDisk(1));
                    });
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      BodyCollector limited = TestFile.ask(connection, 0);
      Await.result(limited.begun);
      assertThat(Await.result(TestFile.ask(connection, 1).bytes)).isEqualTo(file.chunk(1));
      assertThat(limited.bytes).isNotDone();
      slow.set(0);
      assertThat(Await.result(limited.bytes)).isEqualTo(file.chunk(0));
    }
  }

  @Test
  void shouldReadLittleAtATimeAndNoFasterThanTheLimit() throws IOException {
    RateLimit limit = RateLimit.of(RATE);
    try (TestFile file = new TestFile(directory, CHUNK, CHUNK);
        TestNode server =
            TestNode.of(way).listening(r -> r.answer(TestFile.HEADERS, file.fromDisk(0)));
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      long start = System.nanoTime();
      List<LimitedCollector> answers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        answers.add(new LimitedCollector(limit));
        TestFile.ask(connection, 0, answers.get(i));
      }
      for (LimitedCollector answer : answers) {
        assertThat(Await.result(answer.bytes)).isEqualTo(file.content);
      }
      assertNotFasterThan(5 * CHUNK, RATE, start);
      assertThat(answers.get(4).largestPiece).isLessThanOrEqualTo(limit.slice(CHUNK));
    }
  }

  /**
   * Deadlines stand still while nothing is read, and silence is no reason to hang up for a server
   * whose every byte has left for the sockets in between.
   */
  @Test
  void shouldLoseNothingWhenReadingTakesLongerThanEveryTimeout() throws IOException {
    int length = CHUNK / 4;
    RateLimit limit = RateLimit.of(length / 2);
    var hasty = TransportConfig.builder().idleTimeout(Duration.ofMillis(500));
    try (TestFile file = new TestFile(directory, length, length);
        TestNode server =
            TestNode.of(way, hasty).listening(r -> r.answer(TestFile.HEADERS, file.fromDisk(0)));
        TestNode client = TestNode.of(way, hasty)) {
      Connection connection = client.dial(server);
      LimitedCollector answer = new LimitedCollector(limit);
      connection.request(
          FrameKind.CHUNK_REQUEST, TestFile.chunkRequest(0), Duration.ofSeconds(1), answer);
      assertThat(Await.result(answer.bytes)).isEqualTo(file.content);
      assertThat(connection.isOpen()).isTrue();
    }
  }

  @Test
  void shouldReadAtFullSpeedOnceTheLimitIsLifted() throws IOException {
    RateLimit limit = RateLimit.of(RateLimit.LEAST);
    try (TestFile file = new TestFile(directory, CHUNK, CHUNK);
        TestNode server =
            TestNode.of(way).listening(r -> r.answer(TestFile.HEADERS, file.fromDisk(0)));
        TestNode client = TestNode.of(way)) {
      LimitedCollector answer = new LimitedCollector(limit);
      TestFile.ask(client.dial(server), 0, answer);
      Await.result(answer.begun);
      assertThat(answer.bytes).isNotDone();
      limit.set(0);
      assertThat(Await.result(answer.bytes)).isEqualTo(file.content);
    }
  }
}
