package dev.shoal.peer.internal.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.FilesData;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchFetchTest implements BatchFetch.Listener {
  private static final int ASKED = 4;
  private static final int MOST = 1000;

  private final List<byte[]> batches = new ArrayList<>();
  private final List<TransportException> failures = new ArrayList<>();
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final RateLimit limit = RateLimit.of(0);
  private final BatchFetch fetch = new BatchFetch(ASKED, MOST, allocator, () -> limit, this);

  @AfterEach
  void shouldHoldNoMemoryAtTheEnd() {
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  @Test
  void shouldGatherFilesFromFramesThatAreCutAnywhere() throws Exception {
    fetch.onFrame(files(2, 3).addAbsent(2).addByChunk(3).build(), 4);
    body(1, 2);
    body(3, 4);
    fetch.onFrame(FilesData.getDefaultInstance(), 1);
    body(5);
    fetch.onComplete();
    assertThat(batches).containsExactly(new byte[] {1, 2, 3, 4, 5});
  }

  @Test
  void shouldTakeAnAnswerWithoutBytes() throws Exception {
    fetch.onFrame(files(0).addAbsent(3).build(), 0);
    fetch.onComplete();
    assertThat(batches).containsExactly(new byte[0]);
  }

  @Test
  void shouldGiveItsMemoryBackWhenItFailsHalfWay() throws Exception {
    fetch.onFrame(files(6).build(), 6);
    body(1, 2, 3);
    fetch.onFailure(new TransportException.Timeout("late"));
    assertThat(failures).hasSize(1);
  }

  @Test
  void shouldFailWhenTheAnswerEndsTooEarly() throws Exception {
    fetch.onFrame(files(6).build(), 3);
    body(1, 2, 3);
    fetch.onComplete();
    assertThat(failures)
        .singleElement()
        .extracting(TransportException::code)
        .isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
  }

  static Stream<FilesData> lies() {
    return Stream.of(
        FilesData.getDefaultInstance(),
        FilesData.newBuilder().addIndexes(0).build(),
        files(-1).build(),
        files(Limits.MAX_WHOLE_FILE_BYTES + 1).build(),
        files(500, 501).build(),
        files(1).addAbsent(0).build(),
        files(1).addByChunk(ASKED).build(),
        files(1).addAbsent(-1).build(),
        FilesData.newBuilder().addIndexes(ASKED).addLengths(1).build(),
        FilesData.newBuilder().addAbsent(1).addByChunk(1).build());
  }

  @ParameterizedTest
  @MethodSource("lies")
  void shouldRefuseWhatWasNotAskedFor(FilesData lie) {
    assertThatThrownBy(() -> fetch.onFrame(lie, 1)).isInstanceOf(ProtocolException.class);
    fetch.onFailure(new TransportException.Cancelled());
  }

  @Test
  void shouldRefuseBodiesThatAreTooLongOrEmpty() throws Exception {
    fetch.onFrame(files(2, 3).build(), 4);
    body(1, 2, 3, 4);
    assertThatThrownBy(() -> fetch.onFrame(FilesData.getDefaultInstance(), 2))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> fetch.onFrame(FilesData.getDefaultInstance(), 0))
        .isInstanceOf(ProtocolException.class);
    fetch.onFailure(new TransportException.Cancelled());
  }

  @Test
  void shouldRefuseAnEmptyFrameBehindAllBytes() throws Exception {
    fetch.onFrame(files(2).build(), 2);
    body(1, 2);
    assertThatThrownBy(() -> fetch.onFrame(FilesData.getDefaultInstance(), 0))
        .isInstanceOf(ProtocolException.class);
    fetch.onFailure(new TransportException.Cancelled());
  }

  private static FilesData.Builder files(int... lengths) {
    FilesData.Builder header = FilesData.newBuilder();
    for (int i = 0; i < lengths.length; i++) {
      header.addIndexes(i).addLengths(lengths[i]);
    }
    return header;
  }

  private void body(int... values) {
    ByteBuf piece = Unpooled.buffer();
    for (int value : values) {
      piece.writeByte(value);
    }
    fetch.onBody(piece);
    piece.release();
  }

  @Override
  public void onBatch(FilesData header, ByteBuf bytes) {
    batches.add(ByteBufUtil.getBytes(bytes));
    bytes.release();
  }

  @Override
  public void onFailure(TransportException cause) {
    failures.add(cause);
  }
}
