package dev.shoal.peer.internal.download;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.peer.TlsMode;
import dev.shoal.peer.internal.access.FakeTracker;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.link.PeerLinks;
import dev.shoal.peer.internal.serve.FileBatches;
import dev.shoal.peer.internal.serve.Holdings;
import dev.shoal.peer.internal.serve.Watchers;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.HashTree;
import dev.shoal.protocol.Manifest;
import dev.shoal.protocol.wire.Availability;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.Have;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportException;
import dev.shoal.transport.TransportKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourceSessionTest implements ChunkSource.Listener {
  private static final LinkKeeper KEEPER =
      new LinkKeeper() {
        @Override
        public void delivered(PeerLink link) {
          // not heeded here
        }

        @Override
        public void ban(PeerLink link) {
          // nor is this
        }

        @Override
        public void lost(PeerLink link, Throwable cause) {
          // nor this
        }
      };
  private static final int CHUNK = ChunkSize.MIN;
  private static final int COUNT = 4;
  private static final Manifest MANIFEST =
      Manifest.of(
          new ChunkLayout((long) COUNT * CHUNK, CHUNK), new byte[COUNT * HashTree.HASH_LENGTH]);

  private final EventLoopGroup loops = TransportKind.NIO.newGroup(1, "unused");
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final FakeConnection connection = new FakeConnection(channel.eventLoop());
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final Holdings holdings = new Holdings();
  private final PeerLink link =
      new PeerLinks(
              new Endpoint(loops, TransportConfig.defaults(), connection.remote()),
              null,
              TlsMode.AUTO,
              holdings,
              new Watchers(),
              new FileBatches(holdings, loops, allocator, RateLimit.of(0), CHUNK),
              new FakeTracker().admission())
          .accepted();

  /** What the download was told, in order. */
  private final List<String> told = new ArrayList<>();

  private boolean wantsAlternatives = true;

  @BeforeEach
  void connect() {
    link.onReady(connection);
  }

  @AfterEach
  void shouldHoldNoMemoryAtTheEnd() {
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    channel.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void shouldGoByTheAlternativeThatComes() throws Exception {
    SourceSession source = session();
    source.fetch(0, new int[] {2, 3}, Duration.ofSeconds(1));
    FakeConnection.Asked asked = connection.take(FrameKind.CHUNK_REQUEST);
    firstHalf(asked, 3);
    secondHalf(asked);
    assertThat(told).containsExactly("0 is 3", "bytes of 3", "bytes of 3", "chunk 3");
    assertThat(asked.cancelled).isFalse();
  }

  @Test
  void shouldDropARefusedAlternativeAndNotHoldItAgainstTheSource() throws Exception {
    wantsAlternatives = false;
    SourceSession source = session();
    source.fetch(0, new int[] {2, 3}, Duration.ofSeconds(1));
    FakeConnection.Asked asked = connection.take(FrameKind.CHUNK_REQUEST);
    firstHalf(asked, 3);
    assertThat(asked.cancelled).isTrue();
    asked.answers.onFailure(new TransportException.Cancelled());
    channel.runPendingTasks();
    assertThat(told).containsExactly("0 is 3", "bytes of 0", "no 0: Cancelled");
    assertThat(source.mayBeAsked(System.nanoTime())).isTrue();
    assertThat(source.isHopeless()).isFalse();
  }

  @Test
  void shouldDropARefusedAlternativeThatIsHereBeforeItIsCancelled() throws Exception {
    wantsAlternatives = false;
    session().fetch(0, new int[] {2, 3}, Duration.ofSeconds(1));
    FakeConnection.Asked asked = connection.take(FrameKind.CHUNK_REQUEST);
    asked.answers.onFrame(ChunkData.newBuilder().setChunk(3).build(), CHUNK);
    body(asked, CHUNK);
    asked.answers.onComplete();
    channel.runPendingTasks();
    assertThat(told).containsExactly("0 is 3", "bytes of 0", "no 0: Cancelled");
  }

  @Test
  void shouldAskAnewWhatASourceHasWhenItIsTakenAgain() throws Exception {
    SourceSession source = session();
    source.begin();
    availability(connection.take(FrameKind.WATCH), 0);
    source.end(new TransportException.Cancelled());
    channel.runPendingTasks();
    assertThat(connection.notices).containsExactly(FrameKind.UNWATCH);
    have(1); // on its way when the source was let go of
    assertThat(told).containsExactly("has [0]", "end");

    session().begin();
    availability(connection.take(FrameKind.WATCH), 0, 1, 3); // 3 was never announced
    have(2);
    assertThat(told).containsExactly("has [0]", "end", "has [0, 1, 3]", "gained [2]");
  }

  @Test
  void shouldStayOnTheListWhenASourceIsTakenAgainAtOnce() throws Exception {
    SourceSession source = session();
    source.begin();
    availability(connection.take(FrameKind.WATCH), 0);
    source.end(new TransportException.Cancelled());
    session().begin();
    channel.runPendingTasks();
    availability(connection.take(FrameKind.WATCH), 0, 1);
    have(2);
    assertThat(connection.notices).isEmpty();
    assertThat(told).containsExactly("has [0]", "end", "has [0, 1]", "gained [2]");
  }

  private SourceSession session() {
    RateLimit unlimited = RateLimit.of(0);
    return new SourceSession(
        link, MANIFEST, channel.eventLoop(), allocator, unlimited, unlimited, this, KEEPER);
  }

  private void availability(FakeConnection.Asked asked, int... chunks) throws Exception {
    ChunkSet set = ChunkSet.empty(COUNT);
    Arrays.stream(chunks).forEach(set::add);
    byte[] bytes = set.toBytes();
    asked.answers.onFrame(Availability.getDefaultInstance(), bytes.length);
    asked.answers.onBody(Unpooled.wrappedBuffer(bytes));
    asked.answers.onComplete();
    channel.runPendingTasks();
  }

  private void have(int chunk) {
    link.onNotice(
        connection,
        FrameKind.HAVE,
        Have.newBuilder()
            .setFileId(ByteString.copyFrom(MANIFEST.fileId().toBytes()))
            .setChunkSize(CHUNK)
            .addChunks(chunk)
            .build());
    channel.runPendingTasks();
  }

  private void firstHalf(FakeConnection.Asked asked, int chunk) throws Exception {
    asked.answers.onFrame(ChunkData.newBuilder().setChunk(chunk).build(), CHUNK / 2);
    body(asked, CHUNK / 2);
    channel.runPendingTasks();
  }

  private void secondHalf(FakeConnection.Asked asked) throws Exception {
    asked.answers.onFrame(ChunkData.newBuilder().setOffset(CHUNK / 2).build(), CHUNK / 2);
    body(asked, CHUNK / 2);
    asked.answers.onComplete();
    channel.runPendingTasks();
  }

  private static void body(FakeConnection.Asked asked, int length) {
    ByteBuf bytes = Unpooled.wrappedBuffer(new byte[length]);
    asked.answers.onBody(bytes);
    bytes.release();
  }

  @Override
  public void onAvailable(ChunkSource source, ChunkSet chunks) {
    List<Integer> held = new ArrayList<>();
    for (int i = chunks.next(0); i >= 0; i = chunks.next(i + 1)) {
      held.add(i);
    }
    told.add("has " + held);
  }

  @Override
  public void onHave(ChunkSource source, int[] chunks) {
    told.add("gained " + Arrays.toString(chunks));
  }

  @Override
  public boolean onRedirect(ChunkSource source, int from, int to) {
    told.add(from + " is " + to);
    return wantsAlternatives;
  }

  @Override
  public void onBytes(ChunkSource source, int chunk, int bytes) {
    told.add("bytes of " + chunk);
  }

  @Override
  public void onChunk(ChunkSource source, int chunk, ByteBuf bytes) {
    bytes.release();
    told.add("chunk " + chunk);
  }

  @Override
  public void onDropped(ChunkSource source, int chunk) {
    told.add("dropped " + chunk);
  }

  @Override
  public void onFailure(ChunkSource source, int chunk, TransportException cause) {
    told.add("no " + chunk + ": " + cause.getClass().getSimpleName());
  }

  @Override
  public void onEnd(ChunkSource source, Throwable cause) {
    told.add("end");
  }
}
