package dev.shoal.peer.internal.serve;

import com.google.protobuf.ByteString;
import dev.shoal.peer.internal.access.Grants;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.wire.FilesData;
import dev.shoal.protocol.wire.FilesRequest;
import dev.shoal.transport.AddressGroup;
import dev.shoal.transport.Body;
import dev.shoal.transport.Connection;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for many small files at once. Thread-safe.
 *
 * <p>A worker reads a batch into one buffer, which is sent as it is. For files so small this is
 * less work than to hand each to the kernel by itself: the calls that open it, look at it and close
 * it are most of the cost, and reading makes sure besides that no event loop waits for a disk. No
 * file stays open, and as many batches are in memory as {@link BatchTurns} says: one counts until
 * the kernel has all of it. A reader that does not take its own is disconnected, so that the
 * others' turns come.
 *
 * <p>Whether the asker may have a file is decided before it is read and again when the answer is
 * begun. An answer that is under way when the asker's capability ends goes on to its end, which is
 * at most 1 MiB and {@link #LONGEST_SECONDS} away.
 */
public final class FileBatches {
  private static final Logger log = LoggerFactory.getLogger(FileBatches.class);

  /** Half as long again as askers wait: whoever takes longer does not take anything any more. */
  static final long LONGEST_SECONDS = 45;

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
  void serve(
      Connection connection,
      Request request,
      FilesRequest asked,
      BatchTurns.Asker asker,
      Grants grants)
      throws Refusal {
    check(asked);
    AddressGroup address = AddressGroup.of(connection.remoteAddress().getAddress());
    if (!asker.enter(address, new Batch(connection, request, asked, asker, grants)::begin)) {
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

  /** One request, from when its turn comes until the kernel has the answer. */
  private final class Batch {
    private final Connection connection;
    private final Request request;
    private final FilesRequest asked;
    private final BatchTurns.Asker asker;
    private final Grants grants;
    private @Nullable Future<?> deadline;

    Batch(
        Connection connection,
        Request request,
        FilesRequest asked,
        BatchTurns.Asker asker,
        Grants grants) {
      this.connection = connection;
      this.request = request;
      this.asked = asked;
      this.asker = asker;
      this.grants = grants;
    }

    /** The turn has come; false if it is not wanted any more. */
    boolean begin() {
      if (request.isCancelled()) {
        return false;
      }
      try {
        deadline = connection.eventLoop().schedule(this::giveUp, LONGEST_SECONDS, TimeUnit.SECONDS);
        workers.execute(this::answer);
        return true;
      } catch (RejectedExecutionException e) {
        stopDeadline();
        request.fail(ErrorCode.SHUTTING_DOWN, "the node is closing");
        return false;
      }
    }

    private void answer() {
      FilesData.Builder header = FilesData.newBuilder();
      ByteBuf bytes;
      try {
        bytes = read(asked, header, grants);
        requireAllThere(bytes, asked, header, grants);
      } catch (Refusal refusal) {
        fail(refusal.code(), String.valueOf(refusal.getMessage()));
        return;
      } catch (OutOfMemoryError e) {
        log.warn("no memory for small files: {}", e.getMessage());
        fail(ErrorCode.BUSY, "there is no memory for the files just now");
        return;
      } catch (RuntimeException | Error e) { // or this turn would never be over
        log.error("reading small files failed", e);
        fail(ErrorCode.INTERNAL, "the files can't be read just now");
        return;
      }
      FilesData first = header.build();
      request.answer(
          offset -> offset == 0 ? first : FilesData.getDefaultInstance(),
          Body.of(bytes, this::end).limitedBy(uploads));
    }

    private void fail(ErrorCode code, String message) {
      request.fail(code, message);
      end();
    }

    private void end() {
      stopDeadline();
      asker.leave();
    }

    private void stopDeadline() {
      if (deadline != null) {
        deadline.cancel(false);
      }
    }

    private void giveUp() {
      connection.abort(ErrorCode.TIMED_OUT, "files that were asked for were not taken in time");
    }
  }

  /** The contents of those files that are here for the asker, and for which there is room. */
  private ByteBuf read(FilesRequest asked, FilesData.Builder header, Grants grants) throws Refusal {
    int count = asked.getFileIds().size() / FileId.LENGTH;
    List<ServedFile> files = new ArrayList<>(count);
    int[] indexes = new int[count];
    int total = 0;
    for (int i = 0; i < count; i++) {
      Holding holding = holdings.find(id(asked.getFileIds(), i), grants);
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
    try {
      for (int i = 0; i < files.size(); i++) {
        read(files.get(i), indexes[i], bytes, header);
      }
      int elsewhere = header.getAbsentCount() + header.getByChunkCount();
      if (header.getIndexesCount() == 0 && elsewhere < count) {
        throw new Refusal(ErrorCode.BUSY, "none of the files can be read just now");
      }
      return bytes;
    } catch (Refusal | RuntimeException | Error e) {
      bytes.release();
      throw e;
    }
  }

  /** Reading may have had to wait for a disk, and what the asker may have is less now, perhaps. */
  private void requireAllThere(
      ByteBuf bytes, FilesRequest asked, FilesData.Builder header, Grants grants) throws Refusal {
    for (int index : header.getIndexesList()) {
      if (holdings.find(id(asked.getFileIds(), index), grants) == null) {
        bytes.release();
        throw new Refusal(ErrorCode.BUSY, "what can be had has changed: ask again");
      }
    }
  }

  /** What can't be read just now is left out, as if there were no room for it. */
  private static void read(ServedFile file, int index, ByteBuf into, FilesData.Builder header) {
    try {
      file.read(into);
      header.addIndexes(index).addLengths((int) file.length());
    } catch (Refusal refusal) {
      if (refusal.code() != ErrorCode.BUSY) {
        header.addAbsent(index);
      }
    }
  }

  private static FileId id(ByteString ids, int index) {
    int at = index * FileId.LENGTH;
    return FileId.fromBytes(ids.substring(at, at + FileId.LENGTH).toByteArray());
  }
}
