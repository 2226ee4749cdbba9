package dev.shoal.peer.internal.download;

import dev.shoal.peer.DownloadChunks;
import dev.shoal.peer.internal.store.PartFile;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What of a download can be read by now, for the threads that wait for more. Thread-safe; told by
 * the download's loop, which never waits here.
 */
final class ReadableContent {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable ChunkLayout layout;
  private @Nullable PartFile part;
  private @Nullable ChunkSet held;
  private int[] requested = {};
  private @Nullable Throwable failure;

  /** What the file consists of is known. */
  void known(ChunkLayout value) {
    change(() -> layout = value);
  }

  /** The file is there, with what was held when it was opened. */
  void opened(Opened opened) {
    change(
        () -> {
          part = opened.part();
          held = opened.held().copy();
        });
  }

  /** A chunk has been verified and written. */
  void gained(int chunk) {
    change(
        () -> {
          if (held != null) {
            held.add(chunk);
          }
        });
  }

  /** Nothing more will come; the first reason counts. */
  void failed(Throwable cause) {
    change(() -> failure = failure == null ? cause : failure);
  }

  /** Has those who wait look again whether they want to. */
  void wake() {
    change(() -> {});
  }

  private void change(Runnable action) {
    lock.lock();
    try {
      action.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** These chunks are asked for now, and no others. */
  void requested(int[] chunks) {
    lock.lock();
    try {
      requested = chunks;
    } finally {
      lock.unlock();
    }
  }

  /** What is here, and asked for. */
  DownloadChunks chunks() {
    lock.lock();
    try {
      if (layout == null) {
        return new DownloadChunks(0, 0, new byte[0], new byte[0]);
      }
      ChunkSet asked = ChunkSet.empty(layout.count());
      for (int chunk : requested) {
        asked.add(chunk);
      }
      ChunkSet here = held == null ? ChunkSet.empty(layout.count()) : held;
      return new DownloadChunks(
          layout.chunkSize(), layout.count(), here.toBytes(), asked.toBytes());
    } finally {
      lock.unlock();
    }
  }

  /** Whether the file is there to be opened. */
  boolean isOpened() {
    lock.lock();
    try {
      return part != null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What the file consists of.
   *
   * @param closed whether the stream that asks was closed
   */
  ChunkLayout awaitLayout(BooleanSupplier closed) throws IOException {
    return await(() -> layout, closed);
  }

  /** Returns once the chunk can be read. */
  void awaitChunk(int chunk, BooleanSupplier closed) throws IOException {
    await(() -> held != null && held.contains(chunk) ? held : null, closed);
  }

  /** How many bytes can be read from there on without waiting. */
  long available(long position) throws IOException {
    lock.lock();
    try {
      requireAlive();
      if (layout == null || held == null || position >= layout.length()) {
        return 0;
      }
      int missing = held.nextMissing((int) (position / layout.chunkSize()));
      long end = missing < 0 ? layout.length() : layout.offset(missing);
      return Math.max(0, end - position);
    } finally {
      lock.unlock();
    }
  }

  /** Opens the file, under whatever name it has; one that is open stays readable to the end. */
  RandomAccessFile open(BooleanSupplier closed) throws IOException {
    PartFile file = await(() -> part, closed);
    try {
      return new RandomAccessFile(file.path().toFile(), "r");
    } catch (FileNotFoundException e) { // complete, then, unless it is gone altogether
      return new RandomAccessFile(file.destination().toFile(), "r");
    }
  }

  private <T> T await(Supplier<@Nullable T> value, BooleanSupplier closed) throws IOException {
    lock.lock();
    try {
      while (true) {
        if (closed.getAsBoolean()) {
          throw new IOException("the stream is closed");
        }
        requireAlive();
        T there = value.get();
        if (there != null) {
          return there;
        }
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while waiting").initCause(e);
    } finally {
      lock.unlock();
    }
  }

  private void requireAlive() throws IOException {
    if (failure != null) {
      throw new IOException("the download ended early: " + failure.getMessage(), failure);
    }
  }
}
