package dev.shoal.peer.internal.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportException;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunkFetchTest implements ChunkFetch.Listener {
  private static final int[] ALTERNATIVES = {8, 0};

  private final List<Integer> redirects = new ArrayList<>();
  private final List<Integer> arrived = new ArrayList<>();
  private final List<byte[]> chunks = new ArrayList<>();
  private final List<TransportException> failures = new ArrayList<>();
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final RateLimit limit = RateLimit.of(0);
  private final ChunkFetch fetch = new ChunkFetch(6, ALTERNATIVES, allocator, () -> limit, this);

  @AfterEach
  void shouldHoldNoMemoryAtTheEnd() {
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  @Test
  void shouldGatherAChunkFromSeveralFrames() throws Exception {
    frame(0, 4);
    body(1, 2);
    body(3, 4);
    frame(4, 2);
    body(5, 6);
    fetch.onComplete();
    assertThat(chunks).containsExactly(new byte[] {1, 2, 3, 4, 5, 6});
    assertThat(arrived).containsExactly(2, 2, 2);
    assertThat(failures).isEmpty();
  }

  @Test
  void shouldTakeNoMemoryBeforeTheFirstFrame() {
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    fetch.onFailure(new TransportException.Cancelled());
    assertThat(failures).hasSize(1);
  }

  @Test
  void shouldRefuseFramesThatDoNotContinueTheChunk() throws Exception {
    isRefused(1, 1);
    isRefused(0, 7);
    isRefused(0, 0);
    isRefused(-1, 1);
    frame(0, 4);
    body(1, 2, 3, 4);
    isRefused(0, 4);
    isRefused(3, 1);
    isRefused(5, 1);
    isRefused(4, 3);
    fetch.onFailure(new TransportException.Cancelled());
  }

  @Test
  void shouldFailWhenTheChunkEndsTooEarly() throws Exception {
    frame(0, 5);
    body(1, 2, 3, 4, 5);
    fetch.onComplete();
    assertThat(chunks).isEmpty();
    assertThat(failures)
        .singleElement()
        .hasToString("dev.shoal.transport.TransportException: the source ended a chunk too early");
  }

  @Test
  void shouldGiveItsMemoryBackWhenItFailsHalfWay() throws Exception {
    frame(0, 6);
    body(1, 2, 3);
    fetch.onFailure(new TransportException.Timeout("late"));
    assertThat(failures).hasSize(1);
  }

  @Test
  void shouldOnlyFailItselfWhenThereIsNoMemory() throws Exception {
    ByteBufAllocator exhausted =
        new AbstractByteBufAllocator(true) {
          @Override
          protected ByteBuf newHeapBuffer(int initial, int most) {
            throw new OutOfMemoryError("a test's");
          }

          @Override
          protected ByteBuf newDirectBuffer(int initial, int most) {
            throw new OutOfMemoryError("a test's");
          }

          @Override
          public boolean isDirectBufferPooled() {
            return false;
          }
        };
    ChunkFetch starved = new ChunkFetch(6, ALTERNATIVES, exhausted, () -> limit, this);
    starved.onFrame(ChunkData.getDefaultInstance(), 6);
    starved.onBody(Unpooled.wrappedBuffer(new byte[6]));
    starved.onComplete();
    assertThat(chunks).isEmpty();
    assertThat(failures)
        .singleElement()
        .extracting(TransportException::code)
        .isEqualTo(ErrorCode.BUSY);
  }

  @Test
  void shouldSayWhichOfTheAlternativesComes() throws Exception {
    fetch.onFrame(ChunkData.newBuilder().setChunk(0).build(), 6);
    body(1, 2, 3, 4, 5, 6);
    fetch.onComplete();
    assertThat(redirects).containsExactly(0);
    assertThat(chunks).hasSize(1);
  }

  @Test
  void shouldRefuseAChunkThatIsNoAlternative() {
    ChunkData other = ChunkData.newBuilder().setChunk(9).build();
    assertThatThrownBy(() -> fetch.onFrame(other, 6)).isInstanceOf(ProtocolException.class);
    fetch.onFailure(new TransportException.Cancelled());
    assertThat(redirects).isEmpty();
  }

  private void frame(int offset, int length) throws ProtocolException {
    fetch.onFrame(ChunkData.newBuilder().setOffset(offset).build(), length);
  }

  private void body(int... bytes) {
    ByteBuf piece = Unpooled.buffer();
    for (int each : bytes) {
      piece.writeByte(each);
    }
    fetch.onBody(piece);
    piece.release();
  }

  private void isRefused(int offset, int length) {
    assertThatThrownBy(() -> frame(offset, length)).isInstanceOf(ProtocolException.class);
  }

  @Override
  public void onRedirect(int chunk) {
    redirects.add(chunk);
  }

  @Override
  public void onBytes(int bytes) {
    arrived.add(bytes);
  }

  @Override
  public void onChunk(ByteBuf bytes) {
    chunks.add(ByteBufUtil.getBytes(bytes));
    bytes.release();
  }

  @Override
  public void onFailure(TransportException cause) {
    failures.add(cause);
  }
}
