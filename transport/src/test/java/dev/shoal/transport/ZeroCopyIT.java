package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpLimits;
import dev.shoal.transport.http.HttpServer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks go from the file to the socket inside the kernel; these tests fail when that is lost. */
class ZeroCopyIT {
  private static final int LENGTH = 3_000_001;
  private static final long RATE = 6_000_000;

  @TempDir Path directory;

  /** Its regions can be sent by native code alone, which does not call {@code transferTo}. */
  private static final class NativeOnlyChannel extends SharedChannel {
    NativeOnlyChannel(Path path) throws IOException {
      super(FileChannel.open(path));
    }

    @Override
    FileRegion region(long position, long length) {
      retain();
      return new Region(position, length) {
        @Override
        public long transferTo(WritableByteChannel target, long offset) {
          throw new AssertionError("the bytes went through Java");
        }
      };
    }
  }

  @Test
  void shouldHandRegionsToNativeSendfileOnEpollAndKqueue() throws IOException {
    assumeTrue(TransportKind.best() != TransportKind.NIO, "skipped: no native transport here");
    try (TestFile file = new TestFile(directory, LENGTH, LENGTH)) {
      assertDelivered(TransportKind.best(), file, new NativeOnlyChannel(file.path), 0);
    }
  }

  @Test
  void shouldHandRegionsToNativeSendfileUnderARateLimitToo() throws IOException {
    assumeTrue(TransportKind.best() != TransportKind.NIO, "skipped: no native transport here");
    try (TestFile file = new TestFile(directory, LENGTH, LENGTH)) {
      assertDelivered(TransportKind.best(), file, new NativeOnlyChannel(file.path), RATE);
    }
  }

  /** The JDK does sendfile when a file's own channel is asked to transfer to a socket's own. */
  @Test
  void shouldTransferStraightToTheSocketOnNio() throws IOException {
    try (TestFile file = new TestFile(directory, LENGTH, LENGTH)) {
      TransferOnlyChannel transfers = new TransferOnlyChannel(FileChannel.open(file.path));
      assertDelivered(TransportKind.NIO, file, new SharedChannel(transfers), 0);
      assertThat(transfers.transferred).hasValue(LENGTH);
    }
  }

  @Test
  void shouldTransferStraightToTheSocketUnderARateLimitToo() throws IOException {
    try (TestFile file = new TestFile(directory, LENGTH, LENGTH)) {
      TransferOnlyChannel transfers = new TransferOnlyChannel(FileChannel.open(file.path));
      assertDelivered(TransportKind.NIO, file, new SharedChannel(transfers), RATE);
      assertThat(transfers.transferred).hasValue(LENGTH);
    }
  }

  @Test
  void shouldHandRegionsOfHttpAnswersToNativeSendfile() throws Exception {
    assumeTrue(TransportKind.best() != TransportKind.NIO, "skipped: no native transport here");
    EventLoopGroup loops = TransportKind.best().newGroup(1, "http");
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (TestFile file = new TestFile(directory, LENGTH, LENGTH)) {
      NativeOnlyChannel channel = new NativeOnlyChannel(file.path);
      HttpAnswer answer = HttpAnswer.region(200, "text/plain", channel, 0, LENGTH, null);
      HttpServer server =
          Await.result(
              HttpServer.open(
                  loops,
                  TransportKind.best(),
                  here,
                  HttpLimits.defaults(),
                  call -> CompletableFuture.completedFuture(answer)));
      URI address = URI.create("http://127.0.0.1:" + server.address().getPort());
      try (InputStream in = address.toURL().openStream()) {
        assertThat(in.readAllBytes()).isEqualTo(file.content);
      }
      Await.result(server.close());
      assertThat(channel.refCnt()).as("references").isZero();
    } finally {
      loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private static void assertDelivered(
      TransportKind kind, TestFile file, SharedChannel channel, long rate) {
    RateLimit limit = RateLimit.of(rate);
    try (TestNode server =
            TestNode.of(new Way(kind, null))
                .listening(
                    request ->
                        request.answer(
                            TestFile.HEADERS,
                            Body.of(channel.retain(), 0, LENGTH).limitedBy(limit)));
        TestNode client = TestNode.of(new Way(kind, null))) {
      BodyCollector answer = TestFile.ask(client.dial(server), 0);
      assertThat(Await.result(answer.bytes)).isEqualTo(file.content);
    }
    assertThat(channel.release()).as("the last reference").isTrue();
  }

  /** A file channel from which nothing can be had but transfers to a socket. */
  private static final class TransferOnlyChannel extends FileChannel {
    final AtomicLong transferred = new AtomicLong();
    private final FileChannel file;

    TransferOnlyChannel(FileChannel file) {
      this.file = file;
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target)
        throws IOException {
      assertThat(target).isInstanceOf(SocketChannel.class);
      long moved = file.transferTo(position, count, target);
      transferred.addAndGet(moved);
      return moved;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }

    private static AssertionError refused() {
      return new AssertionError("the bytes went through Java");
    }

    @Override
    public int read(ByteBuffer target) {
      throw refused();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
      throw refused();
    }

    @Override
    public int read(ByteBuffer target, long position) {
      throw refused();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw refused();
    }

    @Override
    public int write(ByteBuffer source) {
      throw refused();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
      throw refused();
    }

    @Override
    public int write(ByteBuffer source, long position) {
      throw refused();
    }

    @Override
    public long position() {
      throw refused();
    }

    @Override
    public FileChannel position(long newPosition) {
      throw refused();
    }

    @Override
    public FileChannel truncate(long size) {
      throw refused();
    }

    @Override
    public void force(boolean metaData) {
      throw refused();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
      throw refused();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw refused();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw refused();
    }
  }
}
