package dev.shoal.peer.internal.download;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Takes in one chunk from one source, straight into a pooled direct buffer of its size. Runs on the
 * link's event loop.
 */
final class ChunkFetch implements AnswerHandler {
  /** Told how a fetch goes; on the link's event loop. */
  interface Listener {
    /** Some bytes are here. */
    void onBytes(int chunk, int bytes);

    /** All bytes are here, unverified; the buffer is the listener's to release. */
    void onChunk(int chunk, ByteBuf bytes);

    /** They won't come. */
    void onFailure(int chunk, TransportException cause);
  }

  private final int chunk;
  private final int length;
  private final ByteBufAllocator allocator;
  private final Listener listener;
  private @Nullable ByteBuf buffer;

  /**
   * @param length bytes of the chunk
   */
  ChunkFetch(int chunk, int length, ByteBufAllocator allocator, Listener listener) {
    this.chunk = chunk;
    this.length = length;
    this.allocator = allocator;
    this.listener = listener;
  }

  @Override
  public void onFrame(MessageLite header, int bodyLength) throws ProtocolException {
    ByteBuf into = buffer;
    if (into == null) {
      into = allocator.directBuffer(length, length);
      buffer = into;
    }
    int offset = ((ChunkData) header).getOffset();
    if (offset != into.writerIndex() || bodyLength > length - offset || bodyLength == 0) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_VIOLATION, "chunk data that does not continue the chunk");
    }
  }

  @Override
  public void onBody(ByteBuf bytes) {
    if (buffer != null) {
      int count = bytes.readableBytes();
      buffer.writeBytes(bytes);
      listener.onBytes(chunk, count);
    }
  }

  @Override
  public void onComplete() {
    ByteBuf whole = buffer;
    buffer = null;
    if (whole != null && whole.readableBytes() == length) {
      listener.onChunk(chunk, whole);
      return;
    }
    if (whole != null) {
      whole.release();
    }
    listener.onFailure(
        chunk,
        new TransportException(
            ErrorCode.PROTOCOL_VIOLATION, "the source ended a chunk too early", null));
  }

  @Override
  public void onFailure(TransportException cause) {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
    listener.onFailure(chunk, cause);
  }
}
