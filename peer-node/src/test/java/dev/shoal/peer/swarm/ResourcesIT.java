package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.SharedFile;
import dev.shoal.protocol.FileId;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.EventLoopGroup;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of nodes when they are closed, and what they take while they run. */
@Timeout(120)
class ResourcesIT {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final DownloadOptions ONCE = DownloadOptions.defaults().withKeepSharing(false);

  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir Path directory;

  @OnEveryTransport
  void shouldLeaveNothingBehindWhenClosedAfterAHundredDownloads(TransportKind kind)
      throws Exception {
    Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS));
    ClassLoader.getSystemResource("what is nowhere has every jar opened, once and for all");
    downloadManyTimes(kind, Files.createDirectory(directory.resolve("warm")), 5);
    long threads = threads();
    long descriptors = descriptors();
    long memory = PlatformDependent.usedDirectMemory();

    PooledByteBufAllocator pool =
        downloadManyTimes(kind, Files.createDirectory(directory.resolve("run")), 100);

    Await.until("threads are gone", () -> threads() <= threads);
    Await.until("descriptors are closed", () -> descriptors() <= descriptors);
    Await.until("buffers are returned", () -> activeAllocations(pool) == 0);
    pool.trimCurrentThreadCache();
    Await.until(
        "memory is free",
        () -> PlatformDependent.usedDirectMemory() <= memory + pool.metric().usedDirectMemory());
  }

  @Test
  void shouldLeaveTheApplicationsThreadsRunningWhenClosed() throws Exception {
    EventLoopGroup loops = TransportKind.best().newGroup(2, "application");
    ExecutorService workers = Executors.newFixedThreadPool(2);
    try (Swarm swarm = Swarm.in(directory).leechers(0).start()) {
      try (PeerNode node = swarm.settings("node").eventLoops(loops).workers(workers).build()) {
        Await.result(node.download(swarm.fileId(), swarm.copy(0)).completion());
      }
      assertThat(loops.isShuttingDown()).isFalse();
      assertThat(loops.submit(() -> "still here").get(30, TimeUnit.SECONDS)).isNotNull();
      assertThat(workers.submit(() -> "still here").get(30, TimeUnit.SECONDS)).isNotNull();
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
      workers.shutdown();
    }
  }

  @Test
  void shouldDoNothingWhenClosedTwice() throws Exception {
    try (Swarm swarm = Swarm.in(directory).start()) {
      PeerNode node = swarm.node("node");
      node.close();
      node.close();
      assertThat(node.isTrackerConnected()).isFalse();
    }
  }

  @Test
  void shouldGetAlongWhenThereAreManyInOneProcess() throws Exception {
    try (Swarm swarm = Swarm.in(directory).sharing(3 << 20).seeders(2).leechers(12).start()) {
      assertThat(swarm.everyoneDownloads()).hasSize(12);
      swarm.everyCopyIsIdentical();
    }
  }

  @Test
  void shouldStayWithinItsMemoryWhenEightDownloadsRunAtOnce() throws Exception {
    long budget = 8 << 20;
    int chunkSize = 256 << 10;
    MeteredAllocator allocator = new MeteredAllocator(chunkSize);
    try (Swarm swarm = Swarm.in(directory).seeders(1).leechers(0).start();
        PeerNode node =
            swarm
                .settings("small")
                .memory(budget)
                .transportConfig(
                    TransportConfig.builder().allocator(allocator).receiveBuffer(64 << 10).build())
                .build()) {
      List<SharedFile> shared = new ArrayList<>();
      List<Path> originals = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Path original = Content.write(directory.resolve("file" + i), 12 << 20, i);
        originals.add(original);
        shared.add(Await.result(swarm.seeders().get(0).share(original)));
      }
      List<Download> downloads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        downloads.add(node.download(shared.get(i).fileId(), directory.resolve("got" + i)));
      }
      for (int i = 0; i < 8; i++) {
        DownloadResult result = Await.result(downloads.get(i).completion());
        assertThat(Files.mismatch(originals.get(i), result.path())).isEqualTo(-1);
      }
      assertThat(allocator.most.get()).isBetween((long) chunkSize, budget);
      Await.until("all is free", () -> allocator.used.get() == 0);
    }
  }

  /** A budget of 32 chunks, of which they would take hundreds. */
  @OnEveryTransport
  void shouldStayWithinItsMemoryWhenEightDownloadsHaveSixteenSourcesEach(TransportKind kind)
      throws Exception {
    long budget = 8 << 20;
    int chunkSize = 256 << 10;
    MeteredAllocator allocator = new MeteredAllocator(chunkSize);
    List<ScriptedPeer> sources = new ArrayList<>();
    try (Swarm swarm = Swarm.in(directory).sharing(4 << 20).seeders(0).over(kind).start();
        PeerNode node =
            swarm
                .settings("small")
                .memory(budget)
                .transportConfig(TransportConfig.builder().allocator(allocator).build())
                .build()) {
      for (int i = 0; i < 16; i++) {
        sources.add(swarm.scripted());
      }
      List<Download> downloads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        downloads.add(node.download(swarm.fileId(), directory.resolve("got" + i), ONCE));
      }
      for (Download download : downloads) {
        swarm.isIdentical(Await.result(download.completion()).path());
      }
      assertThat(allocator.most.get()).isBetween((long) chunkSize, budget);
      Await.until("all is free", () -> allocator.used.get() == 0);
    } finally {
      for (ScriptedPeer source : sources) {
        source.close();
      }
    }
  }

  /** Ten at a time, by one node with a pool of its own, from one seeder; all closed at the end. */
  private static PooledByteBufAllocator downloadManyTimes(
      TransportKind kind, Path directory, int downloads) throws Exception {
    PooledByteBufAllocator pool = new PooledByteBufAllocator(true);
    try (Swarm swarm =
            Swarm.in(directory).sharing(600_000).seeders(1).leechers(0).over(kind).start();
        PeerNode node =
            swarm
                .settings("node")
                .transportConfig(TransportConfig.builder().allocator(pool).build())
                .fileServer(HERE)
                .build();
        Socket idle = new Socket();
        Socket served = new Socket()) {
      for (int begun = 0; begun < downloads; ) {
        List<Download> batch = new ArrayList<>();
        for (int i = 0; i < 10 && begun < downloads; i++) {
          batch.add(node.download(swarm.fileId(), directory.resolve("copy" + begun++), ONCE));
        }
        for (Download download : batch) {
          swarm.isIdentical(Await.result(download.completion()).path());
        }
      }
      InetSocketAddress files = node.fileServerAddress().orElseThrow();
      idle.connect(files);
      served.connect(files);
      SharedFile shared = Await.result(node.share(directory.resolve("copy0")));
      served.getOutputStream().write(request(shared.fileId()));
      assertThat(served.getInputStream().readNBytes(300_000)).hasSize(300_000);
    }
    return pool;
  }

  private static byte[] request(FileId file) {
    return ("GET /files/" + file + " HTTP/1.1\r\nHost: here\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("shoal") || name.startsWith("globalEventExecutor"))
        .count();
  }

  private static long descriptors() {
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long activeAllocations(PooledByteBufAllocator pool) {
    return pool.metric().directArenas().stream()
        .mapToLong(PoolArenaMetric::numActiveAllocations)
        .sum();
  }

  /**
   * Counts the bytes of buffers that are as large as a chunk and can't grow. It is slow to free
   * them, so that nobody gets away with asking for the next chunk before the last one is freed.
   */
  private static final class MeteredAllocator extends AbstractByteBufAllocator {
    private static final long FREEING_NANOS = 2_000_000;

    final AtomicLong used = new AtomicLong();
    final AtomicLong most = new AtomicLong();
    private final int chunkSize;

    MeteredAllocator(int chunkSize) {
      super(true);
      this.chunkSize = chunkSize;
    }

    @Override
    protected ByteBuf newHeapBuffer(int capacity, int maxCapacity) {
      return new UnpooledHeapByteBuf(this, capacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }

    @Override
    protected ByteBuf newDirectBuffer(int capacity, int maxCapacity) {
      if (capacity != chunkSize || maxCapacity != chunkSize) {
        return new UnpooledDirectByteBuf(this, capacity, maxCapacity);
      }
      long now = used.addAndGet(chunkSize);
      most.accumulateAndGet(now, Math::max);
      return new Metered(this, chunkSize);
    }

    private final class Metered extends UnpooledDirectByteBuf {
      Metered(ByteBufAllocator allocator, int size) {
        super(allocator, size, size);
      }

      @Override
      protected void deallocate() {
        LockSupport.parkNanos(FREEING_NANOS);
        super.deallocate();
        used.addAndGet(-chunkSize);
      }
    }
  }
}
