package dev.shoal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** The raw bytes behind an answer's header, in a file or in memory. Owns one reference to them. */
public abstract class Body {
  private @Nullable RateLimit limit;

  /** No bytes. */
  public static Body empty() {
    return of(Unpooled.EMPTY_BUFFER);
  }

  /** The readable bytes of a buffer, whose reference is taken over. */
  public static Body of(ByteBuf bytes) {
    return of(bytes, () -> {});
  }

  /**
   * The readable bytes of a buffer, whose reference is taken over.
   *
   * @param onRelease run once, when the buffer is not needed any more: the kernel has taken the
   *     last of it, or the last that was written before the rest was dropped; on any thread, and
   *     must not fail
   */
  public static Body of(ByteBuf bytes, Runnable onRelease) {
    return new Bytes(bytes, onRelease);
  }

  /**
   * A run of a file, sent without a copy.
   *
   * @param file one reference is taken over
   * @param position of the first byte in the file
   * @param length bytes, at least 1
   */
  public static Body of(SharedChannel file, long position, int length) {
    return new Region(file, position, length);
  }

  private Body() {}

  /**
   * Counts what is sent of it against a limit, and has it wait for that.
   *
   * @return this
   */
  public Body limitedBy(RateLimit value) {
    limit = value;
    return this;
  }

  /** What its bytes count against; null: nothing. */
  public @Nullable RateLimit limit() {
    return limit;
  }

  /** Number of bytes. */
  public abstract int length();

  /** A part, ready to be written; holds a reference of its own. */
  public abstract Object slice(int offset, int length);

  /** Gives the reference back; once, when none of its slices is on its way any more. */
  public abstract void release();

  private static final class Bytes extends Body {
    private final ByteBuf bytes;
    private final Runnable onRelease;

    Bytes(ByteBuf bytes, Runnable onRelease) {
      this.bytes = bytes;
      this.onRelease = onRelease;
    }

    @Override
    public int length() {
      return bytes.readableBytes();
    }

    @Override
    public Object slice(int offset, int length) {
      return bytes.retainedSlice(bytes.readerIndex() + offset, length);
    }

    @Override
    public void release() {
      bytes.release();
      onRelease.run();
    }
  }

  private static final class Region extends Body {
    private final SharedChannel file;
    private final long position;
    private final int length;

    Region(SharedChannel file, long position, int length) {
      this.file = file;
      this.position = position;
      this.length = length;
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public Object slice(int offset, int sliceLength) {
      return file.region(position + offset, sliceLength);
    }

    @Override
    public void release() {
      file.release();
    }
  }
}
