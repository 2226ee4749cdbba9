package dev.shoal.peer.internal.serve;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.wire.FilesData;
import dev.shoal.protocol.wire.FilesRequest;
import dev.shoal.transport.Body;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for many small files at once. Thread-safe.
 *
 * <p>A worker reads a batch into one buffer, which is sent as it is. For files so small this is
 * less work than to hand each to the kernel by itself: the calls that open it, look at it and close
 * it are most of the cost, and reading makes sure besides that no event loop waits for a disk. No
 * file stays open, and as many batches are in memory as {@link BatchTurns} says.
 */
public final class FileBatches {
  private static final Logger log = LoggerFactory.getLogger(FileBatches.class);
  private static final int MOST_IN_MEMORY = 8;
  private static final long MEMORY_PART = 8L * Limits.MAX_BODY_BYTES;

  private final Holdings holdings;
  private final Executor workers;
  private final ByteBufAllocator allocator;
  private final RateLimit uploads;
  private final BatchTurns turns;

  /**
   * @param memory of the node, bytes; batches take an eighth at most, 8 MiB at most, and one in any
   *     case
   * @param uploads limit of the node
   */
  public FileBatches(
      Holdings holdings,
      Executor workers,
      ByteBufAllocator allocator,
      RateLimit uploads,
      long memory) {
    this.holdings = holdings;
    this.workers = workers;
    this.allocator = allocator;
    this.uploads = uploads;
    this.turns = new BatchTurns((int) Math.max(1, Math.min(MOST_IN_MEMORY, memory / MEMORY_PART)));
  }

  /** One connection's place among them; to be closed. */
  BatchTurns.Asker asker() {
    return turns.new Asker();
  }

  /** Answers a request when it is its turn. */
  void serve(Request request, FilesRequest asked, BatchTurns.Asker asker) throws Refusal {
    check(asked);
    if (!asker.enter(() -> begin(request, asked, asker))) {
      throw new Refusal(ErrorCode.BUSY, "too many requests for files are waiting");
    }
  }

  private static void check(FilesRequest asked) throws Refusal {
    int bytes = asked.getFileIds().size();
    if (bytes == 0
        || bytes % FileId.LENGTH != 0
        || bytes > Limits.MAX_FILES * FileId.LENGTH
        || asked.getMostBytes() < Limits.MAX_WHOLE_FILE_BYTES
        || asked.getMostBytes() > Limits.MAX_BODY_BYTES) {
      throw new Refusal(
          ErrorCode.BAD_REQUEST,
          "a request is for 1 to " + Limits.MAX_FILES + " files and 64 KiB to 1 MiB of them");
    }
  }

  private void begin(Request request, FilesRequest asked, BatchTurns.Asker asker) {
    if (request.isCancelled()) {
      asker.leave();
      return;
    }
    try {
      workers.execute(() -> answer(request, asked, asker));
    } catch (RejectedExecutionException e) {
      request.fail(ErrorCode.SHUTTING_DOWN, "the node is closing");
      asker.leave();
    }
  }

  private void answer(Request request, FilesRequest asked, BatchTurns.Asker asker) {
    Body body;
    FilesData header;
    try {
      FilesData.Builder draft = FilesData.newBuilder();
      body = Body.of(read(asked, draft), asker::leave).limitedBy(uploads);
      header = draft.build();
    } catch (RuntimeException | OutOfMemoryError e) {
      log.error("reading small files failed", e);
      request.fail(ErrorCode.INTERNAL, "the files can't be read just now");
      asker.leave();
      return;
    }
    request.answer(offset -> offset == 0 ? header : FilesData.getDefaultInstance(), body);
  }

  /** The contents of those files that are here and for which there is room. */
  private ByteBuf read(FilesRequest asked, FilesData.Builder header) {
    int count = asked.getFileIds().size() / FileId.LENGTH;
    List<ServedFile> files = new ArrayList<>(count);
    int[] indexes = new int[count];
    int total = 0;
    for (int i = 0; i < count; i++) {
      Holding holding = holdings.find(id(asked.getFileIds(), i));
      if (holding == null) {
        header.addAbsent(i);
      } else if (!(holding instanceof ServedFile file) || !file.travelsWhole()) {
        header.addByChunk(i);
      } else if (total + file.length() <= asked.getMostBytes()) {
        total += (int) file.length();
        indexes[files.size()] = i;
        files.add(file);
      }
    }
    ByteBuf bytes = allocator.directBuffer(total, total);
    for (int i = 0; i < files.size(); i++) {
      read(files.get(i), indexes[i], bytes, header);
    }
    return bytes;
  }

  private static void read(ServedFile file, int index, ByteBuf into, FilesData.Builder header) {
    try {
      file.read(into);
      header.addIndexes(index).addLengths((int) file.length());
    } catch (Refusal refusal) {
      header.addAbsent(index);
    }
  }

  private static FileId id(ByteString ids, int index) {
    int at = index * FileId.LENGTH;
    return FileId.fromBytes(ids.substring(at, at + FileId.LENGTH).toByteArray());
  }
}
