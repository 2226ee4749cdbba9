package dev.shoal.peer.internal.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.peer.internal.access.FakeTracker;
import dev.shoal.peer.internal.access.Grants;
import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.peer.internal.hash.FileStamp;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.wire.FilesData;
import dev.shoal.protocol.wire.FilesRequest;
import dev.shoal.transport.Body;
import dev.shoal.transport.Connection;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.Request;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBatchesTest {
  @TempDir Path directory;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<ErrorCode> aborted = new ArrayList<>();
  private final List<FileId> shared = new ArrayList<>();
  private final Holdings holdings = new Holdings();
  private final RateLimit uploads = RateLimit.of(0);
  private final Library library =
      new Library(
          holdings,
          new Watchers(),
          null,
          null,
          List.of(),
          new FileHasher(Runnable::run, 1),
          Runnable::run,
          uploads);

  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);

  /** One batch at a time. */
  private final FileBatches batches = new FileBatches(holdings, Runnable::run, memory, uploads, 0);

  private final BatchTurns.Asker asker = batches.asker();
  private final FakeTracker tracker = new FakeTracker();
  private final Grants grants = tracker.grants();

  /** What has no part in this fails. */
  private final Connection connection =
      (Connection)
          Proxy.newProxyInstance(
              Connection.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "eventLoop" -> channel.eventLoop();
                    case "remoteAddress" ->
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 7071);
                    case "abort" -> {
                      aborted.add((ErrorCode) arguments[0]);
                      yield null;
                    }
                    default -> throw new AssertionError(method);
                  });

  @AfterEach
  void shouldHoldNoMemoryAtTheEnd() {
    assertThat(memory.metric().usedDirectMemory()).isZero();
    channel.close();
  }

  @Test
  void shouldGiveATurnToTheNextWhenTheKernelHasTheLastOfABatch() throws Exception {
    share("content");
    Asked first = ask();
    Asked second = ask();
    assertThat(first.answer())
        .isEqualTo(FilesData.newBuilder().addIndexes(0).addLengths(7).build());
    assertThat(second.body).isNull();
    first.taken();
    assertThat(second.body).isNotNull();
    second.taken();
    channel.advanceTimeBy(FileBatches.LONGEST_SECONDS, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(aborted).isEmpty();
  }

  @Test
  void shouldDisconnectAReaderThatDoesNotTakeItsBatch() throws Exception {
    share("content");
    Asked stalled = ask();
    channel.advanceTimeBy(FileBatches.LONGEST_SECONDS - 1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(aborted).isEmpty();
    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(aborted).containsExactly(ErrorCode.TIMED_OUT);
    stalled.taken();
  }

  @Test
  void shouldPassOverRequestsThatAreCancelledWhileTheyWait() throws Exception {
    share("content");
    Asked first = ask();
    Asked cancelled = ask();
    Asked last = ask();
    cancelled.cancelled = true;
    first.taken();
    assertThat(cancelled.body).isNull();
    last.taken();
  }

  @Test
  void shouldBeBusyWhenThereIsNoMemory() throws Exception {
    share("content");
    ByteBufAllocator none =
        (ByteBufAllocator)
            Proxy.newProxyInstance(
                ByteBufAllocator.class.getClassLoader(),
                new Class<?>[] {ByteBufAllocator.class},
                (proxy, method, arguments) -> {
                  throw new OutOfMemoryError("none");
                });
    FileBatches poor = new FileBatches(holdings, Runnable::run, none, uploads, 0);
    BatchTurns.Asker same = poor.asker();
    assertThat(ask(poor, same).failure).isEqualTo(ErrorCode.BUSY);
    assertThat(ask(poor, same).failure).as("the turn was given back").isEqualTo(ErrorCode.BUSY);
  }

  @Test
  void shouldGiveItsMemoryAndItsTurnBackWhenReadingFails() throws Exception {
    HashedFile file = hash("content");
    FileStamp longer = new FileStamp(100, file.stamp().modifiedNanos(), file.stamp().fileKey());
    library.keep(
        new HashedFile(file.path(), longer, file.manifest()), "file", Audience.ofEverybody());
    assertThat(ask().failure).isEqualTo(ErrorCode.INTERNAL);
    assertThat(ask().failure).isEqualTo(ErrorCode.INTERNAL);
  }

  @Test
  void shouldLeaveOutWhatCannotBeReadJustNowAndBeBusyIfThatIsAll() throws Exception {
    share("content");
    Thread.currentThread().interrupt(); // which closes a channel that is read
    Asked busy = ask();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(busy.failure).isEqualTo(ErrorCode.BUSY);
    ask().taken();
  }

  @Test
  void shouldSendNothingThatMayNotBeHadAnyMoreWhenItIsRead() throws Exception {
    share("content");
    AtomicInteger asked = new AtomicInteger();
    Grants once = tracker.grants((asker, fileId) -> asked.getAndIncrement() == 0);
    assertThat(ask(batches, asker, once).failure).isEqualTo(ErrorCode.BUSY);
    ask().taken();
  }

  @Test
  void shouldNameAFileThatHasChangedAsAbsent() throws Exception {
    share("content");
    share("another");
    Files.delete(directory.resolve("content"));
    Asked asked = ask();
    assertThat(asked.answer())
        .isEqualTo(FilesData.newBuilder().addIndexes(1).addLengths(7).addAbsent(0).build());
    asked.taken();
  }

  private void share(String content) throws Exception {
    library.keep(hash(content), "file", Audience.ofEverybody());
  }

  private HashedFile hash(String content) throws Exception {
    Path path = Files.writeString(directory.resolve(content), content, UTF_8);
    HashedFile hashed = new FileHasher(Runnable::run, 1).hash(path, bytes -> {}).get();
    shared.add(hashed.manifest().fileId());
    return hashed;
  }

  /** Asks for all that is shared. */
  private Asked ask() throws Refusal {
    return ask(batches, asker);
  }

  private Asked ask(FileBatches serving, BatchTurns.Asker by) throws Refusal {
    return ask(serving, by, grants);
  }

  private Asked ask(FileBatches serving, BatchTurns.Asker by, Grants having) throws Refusal {
    ByteString ids =
        shared.stream()
            .map(id -> ByteString.copyFrom(id.toBytes()))
            .reduce(ByteString.EMPTY, ByteString::concat);
    FilesRequest header =
        FilesRequest.newBuilder().setFileIds(ids).setMostBytes(Limits.MAX_BODY_BYTES).build();
    Asked asked = new Asked(header);
    serving.serve(connection, asked, header, by, having);
    return asked;
  }

  /** A request, and what was answered. */
  private static final class Asked implements Request {
    private final FilesRequest header;
    private @Nullable IntFunction<? extends MessageLite> headers;
    @Nullable Body body;
    @Nullable ErrorCode failure;
    boolean cancelled;

    Asked(FilesRequest header) {
      this.header = header;
    }

    /** What the answer says of itself. */
    MessageLite answer() {
      if (headers == null) {
        throw new AssertionError("not answered, but " + failure);
      }
      return headers.apply(0);
    }

    /** The kernel has all of the answer. */
    void taken() {
      if (body == null) {
        throw new AssertionError("not answered, but " + failure);
      }
      body.release();
    }

    @Override
    public void answer(IntFunction<? extends MessageLite> frames, Body bytes) {
      headers = frames;
      body = bytes;
    }

    @Override
    public void fail(ErrorCode code, String message) {
      failure = code;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }

    @Override
    public FrameKind kind() {
      return FrameKind.FILES_REQUEST;
    }

    @Override
    public MessageLite header() {
      return header;
    }

    @Override
    public void answer(MessageLite answer) {
      throw new AssertionError("files come in a body");
    }
  }
}
