package dev.shoal.peer.internal.serve;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.internal.hash.FileStamp;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.SharedChannel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file on disk, opened when it is wanted, that is handed out only while it is the one that was
 * hashed: same size, time and inode. Looked at again on a worker at most every half second, so that
 * serving costs no system call per chunk. The part that is wanted is brought into memory there,
 * too, unless it was a moment ago: no event loop waits for a disk. Thread-safe.
 */
final class GuardedFile {
  private static final Logger log = LoggerFactory.getLogger(GuardedFile.class);
  private static final long TRUST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** A run of extents, both ends included. */
  private record Part(int first, int last) {}

  private final Path path;
  private final FileStamp hashed;
  private final Executor workers;
  private final OpenFiles openFiles;
  private final WarmExtents extents;
  private final Map<Part, CompletableFuture<Void>> looking = new HashMap<>();
  private @Nullable SharedChannel channel;
  private long lookedNanos;
  private long usedNanos;
  private boolean closed;

  /**
   * @param hashed what the file was when its hashes were computed
   * @param openFiles told of when it is open
   */
  GuardedFile(Path path, FileStamp hashed, Executor workers, OpenFiles openFiles) {
    this.path = path;
    this.hashed = hashed;
    this.workers = workers;
    this.openFiles = openFiles;
    this.extents = new WarmExtents(hashed.size(), System.nanoTime());
  }

  /**
   * The file, with a reference for the caller to release, and a part of it in memory; fails with a
   * {@link Refusal}.
   *
   * @param position of the part
   * @param length bytes, at least 1
   */
  CompletableFuture<SharedChannel> open(long position, int length) {
    Part part = new Part(extents.at(position), extents.at(position + length - 1));
    CompletableFuture<Void> look;
    synchronized (this) {
      usedNanos = System.nanoTime();
      boolean warm = extents.use(part.first, part.last, usedNanos);
      if (warm && channel != null && usedNanos - lookedNanos < TRUST_NANOS) {
        return CompletableFuture.completedFuture(channel.retain());
      }
      look = look(part, warm);
    }
    return look.thenCompose(looked -> retained(position, length));
  }

  /** When the file was last changed before it was hashed, milliseconds since 1970. */
  long modifiedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(hashed.modifiedNanos());
  }

  /**
   * A part of the file, read while it still was the one that was hashed, in a buffer for the caller
   * to release; fails with a {@link Refusal}.
   */
  CompletableFuture<ByteBuf> confirmed(long position, int length) {
    CompletableFuture<ByteBuf> result = new CompletableFuture<>();
    try {
      workers.execute(() -> confirm(position, length, result));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(closing());
    }
    return result;
  }

  private void confirm(long position, int length, CompletableFuture<ByteBuf> result) {
    ByteBuf bytes = Unpooled.buffer(length);
    try {
      read(position, length, bytes);
      result.complete(bytes);
    } catch (Refusal | RuntimeException | Error e) { // or whoever waits would do so forever
      bytes.release();
      result.completeExceptionally(e);
    }
  }

  /** Reads the whole file behind what is in a buffer, if it is the one that was hashed; blocks. */
  void read(ByteBuf into) throws Refusal {
    read(0, Math.toIntExact(hashed.size()), into);
  }

  private void read(long position, int length, ByteBuf into) throws Refusal {
    synchronized (this) {
      if (closed) {
        throw gone();
      }
    }
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer target = into.nioBuffer(into.writerIndex(), length);
      for (long at = position; target.hasRemaining(); ) {
        int read = file.read(target, at);
        if (read < 0) {
          throw changed("is shorter than it was");
        }
        at += read;
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    check(); // behind the reading, so that no change is missed
    into.writerIndex(into.writerIndex() + length);
  }

  /** Whether it is another file now or this one can't be read just now: files may run out. */
  private Refusal unreadable(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return changed("can't be read any more");
    }
    try {
      check();
    } catch (Refusal refusal) {
      return refusal;
    }
    log.debug("{} can't be read just now", path, cause);
    return new Refusal(ErrorCode.BUSY, "the shared file can't be read just now");
  }

  /** Makes sure that the file is still the one that was hashed; blocks. */
  void check() throws Refusal {
    FileStamp now;
    try {
      now = FileStamp.of(path);
    } catch (StorageException e) {
      throw changed("can't be read any more");
    }
    if (!now.equals(hashed)) {
      throw changed("has changed on disk since it was hashed");
    }
  }

  /** When it was wanted last. */
  synchronized long usedNanos() {
    return usedNanos;
  }

  /** Closes the file until it is wanted again. */
  synchronized void closeForNow() {
    release();
  }

  /** Closes the file when it has not been used for a while. */
  synchronized void closeIfIdle() {
    if (System.nanoTime() - usedNanos > IDLE_NANOS) {
      release();
    }
  }

  /** Hands out nothing any more. */
  synchronized void close() {
    closed = true;
    release();
  }

  /** The look under way, or a new one. */
  private synchronized CompletableFuture<Void> look(Part part, boolean warm) {
    CompletableFuture<Void> known = looking.get(part);
    if (known != null) {
      return known;
    }
    CompletableFuture<Void> look = new CompletableFuture<>();
    try {
      workers.execute(() -> look(part, warm, look));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(closing());
    }
    if (!look.isDone()) { // else it ran right here
      looking.put(part, look);
    }
    return look;
  }

  private void look(Part part, boolean warm, CompletableFuture<Void> result) {
    Refusal refusal = null;
    try {
      openIfNeeded();
      check();
      if (!warm) {
        load(part);
      }
    } catch (Refusal e) {
      refusal = e;
    } catch (IOException e) {
      refusal = unreadable(e);
    } catch (RuntimeException | Error e) { // or whoever asks for this part would wait forever
      log.error("looking after {} failed", path, e);
      refusal = new Refusal(ErrorCode.INTERNAL, "the file can't be read just now");
    }
    synchronized (this) {
      looking.remove(part);
      lookedNanos = System.nanoTime();
      if (refusal == null) {
        extents.loaded(part.first, part.last, lookedNanos);
      } else {
        release();
      }
    }
    if (refusal == null) {
      result.complete(null);
    } else {
      result.completeExceptionally(refusal);
    }
  }

  private void openIfNeeded() throws IOException {
    synchronized (this) {
      if (channel != null || closed) {
        return;
      }
    }
    SharedChannel opened = SharedChannel.open(path);
    synchronized (this) {
      if (channel != null || closed) {
        opened.release();
        return;
      }
      channel = opened;
    }
    openFiles.opened(this);
  }

  private void load(Part part) throws IOException {
    SharedChannel file;
    synchronized (this) {
      if (channel == null) {
        return;
      }
      file = channel.retain();
    }
    try {
      long begin = extents.begin(part.first);
      file.load(begin, extents.begin(part.last + 1) - begin);
    } finally {
      file.release();
    }
  }

  /** The open file; it is opened once more if others have been opened in its place. */
  private CompletableFuture<SharedChannel> retained(long position, int length) {
    synchronized (this) {
      if (channel != null) {
        return CompletableFuture.completedFuture(channel.retain());
      }
      if (closed) {
        return CompletableFuture.failedFuture(gone());
      }
    }
    return open(position, length);
  }

  private synchronized void release() {
    if (channel != null) {
      channel.release();
      channel = null;
      extents.clear();
    }
    openFiles.closed(this); // in any case: it may have been closed before it was entered there
  }

  private static Refusal gone() {
    return new Refusal(ErrorCode.NOT_FOUND, "the file is not shared any more");
  }

  private static Refusal closing() {
    return new Refusal(ErrorCode.SHUTTING_DOWN, "the node is closing");
  }

  private static Refusal changed(String how) {
    return new Refusal(ErrorCode.FILE_CHANGED, "the shared file " + how);
  }
}
