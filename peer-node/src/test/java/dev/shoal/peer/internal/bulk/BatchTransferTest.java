package dev.shoal.peer.internal.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.HttpSourcePolicy;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.TlsMode;
import dev.shoal.peer.WantedFile;
import dev.shoal.peer.internal.access.FakeTracker;
import dev.shoal.peer.internal.download.DownloadContext;
import dev.shoal.peer.internal.download.FakeConnection;
import dev.shoal.peer.internal.download.HasherPool;
import dev.shoal.peer.internal.fetch.HttpClient;
import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.link.PeerLinks;
import dev.shoal.peer.internal.remember.FileHashes;
import dev.shoal.peer.internal.schedule.MemoryBudget;
import dev.shoal.peer.internal.schedule.Priorities;
import dev.shoal.peer.internal.serve.FileBatches;
import dev.shoal.peer.internal.serve.Holdings;
import dev.shoal.peer.internal.serve.Library;
import dev.shoal.peer.internal.serve.Watchers;
import dev.shoal.peer.internal.store.DiskFileLayer;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.wire.FilesData;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportException;
import dev.shoal.transport.TransportKind;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTransferTest implements BatchTransfer.Listener {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @TempDir Path directory = Path.of("");
  private final EventLoopGroup loops = TransportKind.NIO.newGroup(1, "unused");
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final FakeConnection connection = new FakeConnection(channel.eventLoop());
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final MemoryBudget budget = new MemoryBudget(Limits.MAX_BODY_BYTES);
  private final RateLimit nodeLimit = RateLimit.of(0);
  private final RateLimit limit = nodeLimit.inner(RateLimit.LEAST);
  private final Holdings holdings = new Holdings();
  private final Watchers watchers = new Watchers();
  private final PeerLinks links =
      new PeerLinks(
          new Endpoint(loops, TransportConfig.defaults(), connection.remote()),
          null,
          TlsMode.AUTO,
          holdings,
          watchers,
          new FileBatches(holdings, loops, allocator, nodeLimit, Limits.MAX_BODY_BYTES),
          new FakeTracker().admission());
  private final PeerLink link = links.accepted();
  private final BatchPlan plan = new BatchPlan(1);

  /** What the download was told, in order. */
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void connect() {
    link.onReady(connection);
    link.take();
    plan.want(0);
  }

  @AfterEach
  void shouldHoldNoMemoryAtTheEnd() {
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    channel.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void shouldHaveAnAddressDialledThatWasAMereClaimOfABannedSource() throws Exception {
    transfer(budget.open(Limits.MAX_BODY_BYTES).join()).add(link);
    answer(connection.take(FrameKind.FILES_REQUEST));
    assertThat(told).containsExactly("end LOST", "bad [0]", "0 held");
    assertThat(plan.nextOrphan()).isZero();
  }

  @Test
  void shouldTakeASourceThatIsShuttingDownForALostOne() {
    transfer(budget.open(Limits.MAX_BODY_BYTES).join()).add(link);
    FakeConnection.Asked asked = connection.take(FrameKind.FILES_REQUEST);
    asked.answers.onFailure(new TransportException.Remote(ErrorCode.SHUTTING_DOWN, "closing"));
    channel.runPendingTasks();
    assertThat(told).containsExactly("end LOST");
  }

  @Test
  void shouldNotSlowDownALinkThatOthersUse() {
    BatchTransfer transfer = transfer(budget.open(Limits.MAX_BODY_BYTES).join());
    transfer.add(link);
    FakeConnection.Asked asked = connection.take(FrameKind.FILES_REQUEST);
    assertThat(asked.answers.limit()).isSameAs(limit);
    link.attachBatches();
    assertThat(asked.answers.limit()).isSameAs(nodeLimit);
    link.detachBatches();
    assertThat(asked.answers.limit()).isSameAs(limit);
  }

  @Test
  void shouldHoldMemoryOnlyWhileASourceMayGiveSomething() throws Exception {
    BatchPhase phase = new BatchPhase(channel.eventLoop(), budget, plan, this::transfer);
    phase.pump();
    assertThat(budget.open(Limits.MAX_BODY_BYTES).join().reservedBytes()).isZero();
  }

  @Test
  void shouldGiveItsMemoryBackWhenNoSourceGivesAnythingMoreAndTakeItAgainForANewOne()
      throws Exception {
    BatchPhase phase = new BatchPhase(channel.eventLoop(), budget, plan, this::transfer);
    phase.add(link);
    phase.pump();
    channel.runPendingTasks();
    FakeConnection.Asked asked = connection.take(FrameKind.FILES_REQUEST);
    phase.restIfUseless();
    var waiting = budget.open(Limits.MAX_BODY_BYTES);
    assertThat(waiting).isNotDone();
    asked.answers.onFrame(FilesData.newBuilder().addAbsent(0).build(), 0);
    asked.answers.onComplete();
    channel.runPendingTasks();
    phase.restIfUseless();
    assertThat(waiting).isCompleted();
    waiting.join().close();

    link.take();
    phase.add(link);
    assertThat(phase.isOpening()).isTrue();
    phase.pump();
    channel.runPendingTasks();
    assertThat(phase.isOpening()).isFalse();
    connection.take(FrameKind.FILES_REQUEST);
  }

  @Test
  void shouldCountRequestsThatFailTogetherAsOne() {
    BatchSource source = new BatchSource(0, link);
    for (int i = 0; i < 8; i++) {
      assertThat(source.failed(0)).isTrue();
    }
    assertThat(source.mayAsk(0)).isFalse();
    assertThat(source.mayAsk(2 * SECOND)).isTrue();
  }

  @Test
  void shouldGiveUpASourceThatFailsOftenAndHasNotAnsweredForLong() {
    BatchSource source = new BatchSource(0, link);
    source.answered(1, 0);
    long now = 0;
    for (int i = 0; i < 15; i++) {
      assertThat(source.failed(now)).isTrue();
      now += 2 * SECOND;
      assertThat(source.mayAsk(now)).isTrue();
    }
    assertThat(source.failed(now)).isFalse();
  }

  private BatchTransfer transfer(MemoryBudget.Account memory) {
    FileHasher hasher = new FileHasher(Runnable::run, 1);
    DownloadContext context =
        new DownloadContext(
            Runnable::run,
            budget,
            new Priorities(0),
            allocator,
            new DiskFileLayer(),
            new HasherPool(),
            links,
            new HttpClient(
                HttpSourcePolicy.defaults(),
                new HttpClient.Settings(TransportKind.NIO, null, allocator, 4096, "test"),
                Runnable::run,
                Runnable::run),
            null,
            null,
            new Library(
                holdings, watchers, null, null, List.of(), hasher, Runnable::run, nodeLimit),
            nodeLimit,
            limit,
            1,
            FileHashes.forgotten(hasher, Runnable::run),
            new LongAdder());
    List<WantedFile> files =
        List.of(new WantedFile(FileId.of(new byte[32], 1), directory.resolve("file")));
    BatchSink sink = new BatchSink(context, files, false, false);
    return new BatchTransfer(context, channel.eventLoop(), files, plan, sink, memory, this);
  }

  /** With a byte that is none of the file's. */
  private void answer(FakeConnection.Asked asked) throws Exception {
    asked.answers.onFrame(FilesData.newBuilder().addIndexes(0).addLengths(1).build(), 1);
    asked.answers.onBody(Unpooled.wrappedBuffer(new byte[1]));
    asked.answers.onComplete();
    channel.runPendingTasks();
  }

  @Override
  public void onStored(BatchSink.Stored stored) {
    told.add("bad " + stored.bad());
    told.add(allocator.metric().usedDirectMemory() + " held");
  }

  @Override
  public void onError(int[] files, ShoalException cause) {
    told.add("error");
  }

  @Override
  public void onSourceEnd(BatchSource source, BatchTransfer.End why) {
    told.add("end " + why);
  }

  @Override
  public void onChange() {
    // nothing else is to be done
  }
}
