package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // as Netty's interface still has it
class ReceiveCapTest {
  private final ReceiveCap cap =
      new ReceiveCap(new AdaptiveRecvByteBufAllocator(1024, 16 << 10, 64 << 10));
  private final RecvByteBufAllocator.Handle handle = cap.newHandle();

  private int nextCapacity() {
    ByteBuf buffer = handle.allocate(UnpooledByteBufAllocator.DEFAULT);
    int capacity = buffer.capacity();
    buffer.release();
    assertThat(handle.guess()).isEqualTo(capacity);
    return capacity;
  }

  @Test
  void shouldGiveSmallerBuffersOnlyWhileThereIsACap() {
    assertThat(nextCapacity()).isEqualTo(16 << 10);
    cap.set(5000);
    assertThat(nextCapacity()).isEqualTo(5000);
    cap.set(32 << 10);
    assertThat(nextCapacity()).isEqualTo(16 << 10);
    cap.set(1);
    assertThat(nextCapacity()).isEqualTo(1);
    cap.set(ReceiveCap.NONE);
    assertThat(nextCapacity()).isEqualTo(16 << 10);
  }
}
