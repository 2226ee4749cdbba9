package dev.shoal.benchmarks.micro;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.HashTree;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.Connection;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks for all chunks of a file, some ahead, and discards the bytes. For one run. */
final class ChunkStream implements AnswerHandler {
  private static final int AHEAD = 8;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final ByteString FILE_ID =
      ByteString.copyFrom(new byte[HashTree.HASH_LENGTH]); // the only file there is

  private final Connection connection;
  private final ChunkLayout layout;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private int asked;
  private int complete;
  private long received;

  ChunkStream(Connection connection, ChunkLayout layout) {
    this.connection = connection;
    this.layout = layout;
  }

  /**
   * Fetches the file; blocks until it is there.
   *
   * @return bytes received, the file's length
   */
  long run() {
    connection.eventLoop().execute(this::begin);
    done.join();
    if (received != layout.length()) {
      throw new IllegalStateException(received + " bytes came instead of " + layout.length());
    }
    return received;
  }

  private void begin() {
    while (asked < Math.min(AHEAD, layout.count())) {
      askNext();
    }
  }

  private void askNext() {
    ChunkRequest request =
        ChunkRequest.newBuilder()
            .setFileId(FILE_ID)
            .setChunkSize(layout.chunkSize())
            .setChunk(asked++)
            .build();
    connection.request(FrameKind.CHUNK_REQUEST, request, TIMEOUT, this);
  }

  @Override
  public void onFrame(MessageLite header, int bodyLength) {}

  @Override
  public void onBody(ByteBuf bytes) {
    received += bytes.readableBytes();
  }

  @Override
  public void onComplete() {
    if (++complete == layout.count()) {
      done.complete(null);
    } else if (asked < layout.count()) {
      askNext();
    }
  }

  @Override
  public void onFailure(TransportException cause) {
    done.completeExceptionally(cause);
  }
}
