package dev.shoal.peer.internal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.peer.internal.access.FakeTracker;
import dev.shoal.peer.internal.download.FakeConnection;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.wire.FilesRequest;
import dev.shoal.transport.Body;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.Request;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class ChunkServerTest {
  private final Holdings holdings = new Holdings();
  private final FileBatches batches =
      new FileBatches(
          holdings,
          Runnable::run,
          UnpooledByteBufAllocator.DEFAULT,
          RateLimit.of(0),
          Limits.MAX_BODY_BYTES);
  private long nanos;
  private final ChunkServer server =
      new ChunkServer(
          holdings, new Watchers(), batches, new FakeTracker().admission(), () -> nanos);

  @Test
  void shouldExpectMoreRequestsForBatchesForAWhile() {
    EmbeddedChannel channel = new EmbeddedChannel();
    assertThat(server.servesBatches()).isFalse();
    server.onRequest(new FakeConnection(channel.eventLoop()), new Files());
    nanos = ChunkServer.BATCH_PATIENCE_NANOS - 1;
    assertThat(server.servesBatches()).isTrue();
    nanos++;
    assertThat(server.servesBatches()).isFalse();
    assertThat(server.isWatched()).isFalse();
    channel.close();
  }

  /** For one file that nobody has. */
  private static final class Files implements Request {
    @Override
    public FrameKind kind() {
      return FrameKind.FILES_REQUEST;
    }

    @Override
    public MessageLite header() {
      return FilesRequest.newBuilder()
          .setFileIds(ByteString.copyFrom(new byte[FileId.LENGTH]))
          .setMostBytes(Limits.MAX_BODY_BYTES)
          .build();
    }

    @Override
    public boolean isCancelled() {
      return true;
    }

    @Override
    public void answer(MessageLite header) {
      throw new AssertionError("is cancelled");
    }

    @Override
    public void answer(IntFunction<? extends MessageLite> headers, Body body) {
      throw new AssertionError("is cancelled");
    }

    @Override
    public void fail(ErrorCode code, String message) {
      throw new AssertionError(message);
    }
  }
}
