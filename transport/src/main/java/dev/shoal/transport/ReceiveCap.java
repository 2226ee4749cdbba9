package dev.shoal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Gives one connection receive buffers as another allocator would, but none above a cap that
 * changes while it is running: a connection that may read little each time must not take in a
 * second's worth at once. On the connection's event loop.
 */
public final class ReceiveCap implements RecvByteBufAllocator {
  /** No cap. */
  public static final int NONE = Integer.MAX_VALUE;

  private final RecvByteBufAllocator uncapped;
  private int cap = NONE;

  /**
   * @param uncapped says how large buffers are where the cap is not in the way
   */
  public ReceiveCap(RecvByteBufAllocator uncapped) {
    this.uncapped = uncapped;
  }

  /** Of no channel. */
  public static ReceiveCap idle() {
    return new ReceiveCap(new AdaptiveRecvByteBufAllocator());
  }

  /** Reads no more than so many bytes at a time from now on. */
  public void set(int bytes) {
    cap = bytes;
  }

  @Override
  @SuppressWarnings("deprecation") // as the interface still has it
  public Handle newHandle() {
    return new CappedHandle((ExtendedHandle) uncapped.newHandle());
  }

  @SuppressWarnings("deprecation") // as above
  private final class CappedHandle extends DelegatingHandle implements ExtendedHandle {
    private final ExtendedHandle handle;

    CappedHandle(ExtendedHandle handle) {
      super(handle);
      this.handle = handle;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return cap < handle.guess() ? allocator.ioBuffer(cap, cap) : handle.allocate(allocator);
    }

    @Override
    public int guess() {
      return Math.min(cap, handle.guess());
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
      return handle.continueReading(maybeMoreData);
    }
  }
}
