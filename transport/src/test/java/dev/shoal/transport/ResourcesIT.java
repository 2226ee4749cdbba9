package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Role;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an endpoint takes, and gives back when it is closed. */
@OnEveryTransport
class ResourcesIT {
  private final Way way;

  @TempDir Path directory;

  ResourcesIT(Way way) {
    this.way = way;
  }

  @Test
  void shouldLeaveNoThreadDescriptorOrBufferBehind() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
    exchange(PooledByteBufAllocator.DEFAULT); // what the process opens once and keeps
    long descriptors = descriptors();
    PooledByteBufAllocator allocator = new PooledByteBufAllocator(true);
    exchange(allocator);
    Await.until("no descriptor is left", () -> descriptors() <= descriptors);
    Await.until("no thread is left", () -> threads() == 0);
    assertThat(allocator.metric().directArenas().stream())
        .allMatch(arena -> arena.numActiveAllocations() == 0)
        .anyMatch(arena -> arena.numAllocations() > 0);
    if (way.tls() != TlsProvider.JDK) { // which works on the heap
      assertThat(allocator.metric().heapArenas())
          .as("nothing on the heap")
          .allMatch((PoolArenaMetric arena) -> arena.numAllocations() == 0);
    }
  }

  private void exchange(PooledByteBufAllocator allocator) throws IOException {
    var config = TransportConfig.builder().allocator(allocator);
    try (TestFile file = new TestFile(directory, 2_000_000, 300_000);
        TestNode server = TestNode.of(way, config).listening(file::serve);
        TestNode client = TestNode.of(way, config)) {
      List<BodyCollector> answers = new ArrayList<>();
      for (int c = 0; c < 10; c++) {
        Connection connection = client.dial(server);
        for (int i = 0; i < file.chunks(); i++) {
          answers.add(TestFile.ask(connection, i));
        }
      }
      // Half of them is cut off by the close.
      for (BodyCollector answer : answers.subList(0, answers.size() / 2)) {
        Await.result(answer.bytes);
      }
    }
  }

  private static long descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("test-" + way) || name.startsWith("shoal-tls"))
        .count();
  }

  @Test
  void shouldLeaveTheApplicationsLoopsRunning() {
    EventLoopGroup loops = way.transport().newGroup(2, "application");
    Greeting greeting =
        Greeting.of(Role.ROLE_PEER, PeerId.fromBytes(new byte[PeerId.LENGTH]), "test");
    Endpoint first = new Endpoint(loops, TransportConfig.defaults(), greeting);
    Endpoint second = new Endpoint(loops, TransportConfig.defaults(), greeting);
    try {
      InetSocketAddress address =
          Await.result(
              first.listen(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  RecordingHandler::new));
      Connection connection = Await.result(second.dial(address, null, new RecordingHandler()));
      assertThat(loops).contains(connection.eventLoop());
      Await.result(second.close());
      Await.result(first.close());
      assertThat(loops.isShuttingDown()).isFalse();
      assertThat(loops.submit(() -> "alive").syncUninterruptibly().getNow()).isEqualTo("alive");
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
