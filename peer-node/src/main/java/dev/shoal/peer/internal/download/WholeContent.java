package dev.shoal.peer.internal.download;

import dev.shoal.peer.internal.store.UnverifiedPart;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.Manifest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * All of a file as it comes, from the first byte to the last: each block is hashed and written on a
 * worker while the next one arrives, so that in the end it is known what file it is. Belongs to the
 * download's event loop.
 */
final class WholeContent {
  /** Told on the loop how it goes, until it is stopped. */
  interface Listener {
    /** There is room for more. */
    void onRoom();

    /** All bytes are here, and this is the file that they are. */
    void onWhole(Manifest manifest);

    /** It can't be written. */
    void onFailed(Throwable cause);
  }

  /**
   * What the bytes go through.
   *
   * @param workers for disk and hashes
   */
  record Means(EventLoop loop, Executor workers, ByteBufAllocator allocator, HasherPool hashers) {}

  /** A whole number of the finest chunks that a file may have of which so much is taken. */
  private static final int BLOCK = 256 << 10;

  /** About what one takes of memory: a block that fills, one that waits, one that is written. */
  static final int MEMORY = 4 * BLOCK;

  private final Means means;
  private final ChunkLayout layout;
  private final Callable<UnverifiedPart> opening;
  private final Listener listener;
  private final WorkerSteps steps;
  private final Queue<ByteBuf> full = new ArrayDeque<>();

  /** Of the blocks so far; touched by one step at a time. */
  private final ByteArrayOutputStream hashes = new ByteArrayOutputStream();

  private @Nullable ByteBuf block;
  private @Nullable UnverifiedPart part;
  private long received;
  private long written;
  private boolean stopped;
  private Runnable whenIdle = () -> {};

  /**
   * @param length of the file, as its server says
   * @param opening makes the file to write to; runs on a worker
   */
  WholeContent(Means means, long length, Callable<UnverifiedPart> opening, Listener listener) {
    this.means = means;
    this.layout = new ChunkLayout(length, ChunkSize.finestForLength(length));
    this.opening = opening;
    this.listener = listener;
    this.steps = new WorkerSteps(means.loop(), means.workers());
  }

  /** Makes the file. */
  void start() {
    work();
  }

  /** Bytes that it will have. */
  long length() {
    return layout.length();
  }

  /** Bytes that are here. */
  long received() {
    return received;
  }

  /** Whether the file to write to was made. */
  boolean isOpen() {
    return part != null;
  }

  /** Whether no more should come for now. */
  boolean isFull() {
    return !full.isEmpty();
  }

  /** Takes the next bytes over; the buffer stays the caller's. */
  void accept(ByteBuf bytes) {
    while (bytes.isReadable() && !stopped) {
      ByteBuf filling = block == null ? means.allocator().directBuffer(BLOCK, BLOCK) : block;
      int count = Math.min(bytes.readableBytes(), filling.writableBytes());
      filling.writeBytes(bytes, count);
      received += count;
      boolean ready = !filling.isWritable() || received == length();
      block = ready ? null : filling;
      if (ready) {
        full.add(filling);
      }
    }
    work();
  }

  /** Takes nothing more; the action runs once no worker is at it. */
  void stop(Runnable action) {
    stopped = true;
    if (block != null) {
      block.release();
      block = null;
    }
    full.forEach(ByteBuf::release);
    full.clear();
    whenIdle = action;
    work();
  }

  /** As above, and removes what was written. */
  void discard(Runnable action) {
    stop(
        () -> {
          Optional<UnverifiedPart> written = take();
          if (written.isEmpty()) {
            action.run();
            return;
          }
          steps.run(
              () -> {
                written.get().discard();
                return true;
              },
              gone -> action.run(),
              failure -> action.run());
        });
  }

  /** Hands over what was written, once it is stopped and no worker is at it. */
  Optional<UnverifiedPart> take() {
    Optional<UnverifiedPart> taken = Optional.ofNullable(part);
    part = null;
    return taken;
  }

  /** Has a worker do what comes next. */
  private void work() {
    if (steps.isBusy()) {
      return;
    }
    if (stopped) {
      Runnable action = whenIdle;
      whenIdle = () -> {};
      action.run();
      return;
    }
    UnverifiedPart open = part;
    ByteBuf next = full.peek();
    if (open == null) {
      steps.run(opening, this::opened, this::failed);
    } else if (next != null) {
      write(open, full.remove());
    } else if (received == length()) {
      steps.run(this::manifest, this::whole, this::failed);
    }
  }

  private void opened(UnverifiedPart made) {
    part = made;
    work();
  }

  private void write(UnverifiedPart into, ByteBuf bytes) {
    long position = written;
    written += bytes.readableBytes();
    steps.run(
        () -> {
          ByteBuffer content = bytes.nioBuffer();
          hashes.writeBytes(means.hashers().hashAll(content.duplicate(), layout.paddedLeaves()));
          into.write(content, position);
          return position;
        },
        done -> {
          bytes.release();
          work();
          if (!stopped && !isFull()) {
            listener.onRoom();
          }
        },
        failure -> {
          bytes.release();
          failed(failure);
        });
  }

  /** In chunks as large as those of a file that is shared. */
  private Manifest manifest() {
    return Manifest.of(layout, hashes.toByteArray()).coarsen(ChunkSize.forLength(length()));
  }

  private void whole(Manifest manifest) {
    if (stopped) {
      work();
    } else {
      listener.onWhole(manifest);
    }
  }

  private void failed(Throwable cause) {
    if (stopped) {
      work();
    } else {
      listener.onFailed(cause);
    }
  }
}
