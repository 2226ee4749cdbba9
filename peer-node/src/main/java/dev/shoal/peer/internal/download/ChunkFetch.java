package dev.shoal.peer.internal.download;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in one chunk from one source, straight into a pooled direct buffer of its size. Runs on the
 * link's event loop.
 */
final class ChunkFetch implements AnswerHandler {
  private static final Logger log = LoggerFactory.getLogger(ChunkFetch.class);

  /** Told how a fetch goes; on the link's event loop. */
  interface Listener {
    /** What comes is this alternative, instead of the chunk asked for. */
    void onRedirect(int chunk);

    /** Some bytes are here. */
    void onBytes(int bytes);

    /** All bytes are here, unverified; the buffer is the listener's to release. */
    void onChunk(ByteBuf bytes);

    /** They won't come. */
    void onFailure(TransportException cause);
  }

  private final int length;
  private final int[] alternatives;
  private final ByteBufAllocator allocator;
  private final Supplier<RateLimit> limit;
  private final Listener listener;
  private @Nullable ByteBuf buffer;
  private boolean begun;
  private int received;

  /**
   * @param length bytes of the chunk
   * @param alternatives chunks of that length that are accepted in its place
   * @param limit what its bytes count against, as of now
   */
  ChunkFetch(
      int length,
      int[] alternatives,
      ByteBufAllocator allocator,
      Supplier<RateLimit> limit,
      Listener listener) {
    this.length = length;
    this.alternatives = alternatives;
    this.allocator = allocator;
    this.limit = limit;
    this.listener = listener;
  }

  @Override
  public void onFrame(MessageLite header, int bodyLength) throws ProtocolException {
    ChunkData data = (ChunkData) header;
    if (!begun) {
      begun = true;
      if (data.hasChunk()) {
        redirect(data.getChunk());
      }
      buffer = allocate();
    }
    int offset = data.getOffset();
    if (offset != received || bodyLength > length - offset || bodyLength == 0) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_VIOLATION, "chunk data that does not continue the chunk");
    }
  }

  /** Without memory this one chunk fails, and not the whole connection. */
  private @Nullable ByteBuf allocate() {
    try {
      return allocator.directBuffer(length, length);
    } catch (OutOfMemoryError e) {
      log.warn("no direct memory for a chunk of {} bytes: {}", length, e.getMessage());
      return null;
    }
  }

  private void redirect(int chunk) throws ProtocolException {
    if (Arrays.stream(alternatives).noneMatch(alternative -> alternative == chunk)) {
      throw new ProtocolException(ErrorCode.PROTOCOL_VIOLATION, "a chunk that was not asked for");
    }
    listener.onRedirect(chunk);
  }

  @Override
  public void onBody(ByteBuf bytes) {
    int count = bytes.readableBytes();
    received += count;
    if (buffer != null) {
      buffer.writeBytes(bytes);
      listener.onBytes(count);
    }
  }

  @Override
  public RateLimit limit() {
    return limit.get();
  }

  @Override
  public void onComplete() {
    ByteBuf whole = buffer;
    buffer = null;
    if (whole != null && whole.readableBytes() == length) {
      listener.onChunk(whole);
      return;
    }
    if (whole != null) {
      whole.release();
    }
    listener.onFailure(
        received == length
            ? new TransportException(ErrorCode.BUSY, "this node has no memory for a chunk", null)
            : new TransportException(
                ErrorCode.PROTOCOL_VIOLATION, "the source ended a chunk too early", null));
  }

  @Override
  public void onFailure(TransportException cause) {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
    listener.onFailure(cause);
  }
}
