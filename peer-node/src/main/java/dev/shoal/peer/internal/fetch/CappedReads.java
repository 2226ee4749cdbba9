package dev.shoal.peer.internal.fetch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * One connection's receive buffers, none above a cap that may change: what counts against a low
 * rate limit must not come in by the megabyte. On the connection's event loop.
 */
final class CappedReads implements RecvByteBufAllocator {
  private static final int SMALLEST = 2 * 1024;
  private static final int FIRST = 16 * 1024;

  private final AdaptiveRecvByteBufAllocator uncapped;
  private int cap = Integer.MAX_VALUE;

  CappedReads(int largest) {
    this.uncapped = new AdaptiveRecvByteBufAllocator(SMALLEST, FIRST, Math.max(FIRST, largest));
  }

  /** Reads no more than so many bytes at a time from now on. */
  void set(int bytes) {
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
