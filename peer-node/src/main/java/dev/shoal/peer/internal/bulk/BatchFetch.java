package dev.shoal.peer.internal.bulk;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.FilesData;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.BitSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in one batch from one source, straight into a pooled direct buffer. Runs on the link's
 * event loop.
 */
final class BatchFetch implements AnswerHandler {
  private static final Logger log = LoggerFactory.getLogger(BatchFetch.class);

  /** Told how it ends, once; on the link's event loop. */
  interface Listener {
    /** All bytes are here, unverified; the buffer is the listener's to release. */
    void onBatch(FilesData header, ByteBuf bytes);

    /** They won't come. */
    void onFailure(TransportException cause);
  }

  private final int asked;
  private final int mostBytes;
  private final ByteBufAllocator allocator;
  private final Supplier<@Nullable RateLimit> limit;
  private final Listener listener;
  private @Nullable FilesData header;
  private @Nullable ByteBuf buffer;
  private int missing;

  /**
   * @param asked number of files that are asked for
   * @param mostBytes of them
   * @param limit what their bytes count against just then
   */
  BatchFetch(
      int asked,
      int mostBytes,
      ByteBufAllocator allocator,
      Supplier<@Nullable RateLimit> limit,
      Listener listener) {
    this.asked = asked;
    this.mostBytes = mostBytes;
    this.allocator = allocator;
    this.limit = limit;
    this.listener = listener;
  }

  @Override
  public void onFrame(MessageLite frame, int bodyLength) throws ProtocolException {
    if (header == null) {
      FilesData first = (FilesData) frame;
      missing = check(first);
      header = first;
      buffer = allocate(missing);
    } else if (bodyLength == 0) {
      throw violation("an empty frame"); // any number of them would come to nothing
    }
    if (bodyLength > missing || (bodyLength == 0 && missing > 0)) {
      throw violation("a body that is not as long as its files");
    }
    missing -= bodyLength;
  }

  /** Without memory this one batch fails, and not the whole connection. */
  private @Nullable ByteBuf allocate(int length) {
    try {
      return allocator.directBuffer(length, length);
    } catch (OutOfMemoryError e) {
      log.warn("no direct memory for a batch of {} bytes: {}", length, e.getMessage());
      return null;
    }
  }

  /**
   * Checks what the answer says of itself.
   *
   * @return bytes of all files in it
   */
  private int check(FilesData first) throws ProtocolException {
    if (first.getIndexesCount() != first.getLengthsCount()) {
      throw violation("other numbers of files and lengths");
    }
    BitSet seen = new BitSet(asked);
    int total = 0;
    for (int i = 0; i < first.getIndexesCount(); i++) {
      see(seen, first.getIndexes(i));
      int length = first.getLengths(i);
      if (length < 0 || length > Limits.MAX_WHOLE_FILE_BYTES) {
        throw violation("a file that is too long");
      }
      total += length;
    }
    for (int i = 0; i < first.getAbsentCount(); i++) {
      see(seen, first.getAbsent(i));
    }
    for (int i = 0; i < first.getByChunkCount(); i++) {
      see(seen, first.getByChunk(i));
    }
    if (total > mostBytes || seen.isEmpty()) {
      throw violation(seen.isEmpty() ? "no file at all" : "more bytes than were asked for");
    }
    return total;
  }

  private void see(BitSet seen, int index) throws ProtocolException {
    if (index < 0 || index >= asked || seen.get(index)) {
      throw violation("a file that was not asked for, or twice");
    }
    seen.set(index);
  }

  private static ProtocolException violation(String what) {
    return new ProtocolException(ErrorCode.PROTOCOL_VIOLATION, "files data with " + what);
  }

  @Override
  public void onBody(ByteBuf bytes) {
    if (buffer != null) {
      buffer.writeBytes(bytes);
    }
  }

  @Override
  public @Nullable RateLimit limit() {
    return limit.get();
  }

  @Override
  public void onComplete() {
    ByteBuf whole = buffer;
    FilesData first = header;
    buffer = null;
    if (whole == null || first == null) {
      listener.onFailure(
          new TransportException(ErrorCode.LIMIT_EXCEEDED, "no memory for a batch", null));
    } else if (missing > 0) {
      whole.release();
      listener.onFailure(
          new TransportException(ErrorCode.PROTOCOL_VIOLATION, "a batch ended too early", null));
    } else {
      listener.onBatch(first, whole);
    }
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
