package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkSetTest {
  /** Each operation is a number: which chunk, and by its sign whether it is added or removed. */
  @Property
  void shouldBehaveAsBitSet(
      @ForAll @IntRange(min = 1, max = 300) int count,
      @ForAll boolean beginComplete,
      @ForAll @Size(max = 400) List<Integer> operations)
      throws ProtocolException {
    ChunkSet set = beginComplete ? ChunkSet.complete(count) : ChunkSet.empty(count);
    BitSet model = new BitSet();
    model.set(0, beginComplete ? count : 0);
    for (int operation : operations) {
      int chunk = Math.floorMod(operation, count);
      boolean add = operation >= 0;
      assertThat(add ? set.add(chunk) : set.remove(chunk)).isEqualTo(model.get(chunk) != add);
      model.set(chunk, add);
    }

    assertSame(set, model, count);
    assertSame(ChunkSet.fromBytes(count, set.toBytes()), model, count);
    assertThat(ChunkSet.fromBytes(count, set.toBytes())).isEqualTo(set).hasSameHashCodeAs(set);
  }

  @Property
  void shouldBecomeCompleteAndBackWhateverTheOrder(
      @ForAll @IntRange(min = 1, max = 200) int count, @ForAll int seed) {
    ChunkSet set = ChunkSet.empty(count);
    List<Integer> order = new ArrayList<>();
    for (int chunk = 0; chunk < count; chunk++) {
      order.add(chunk);
    }
    Collections.shuffle(order, new Random(seed));

    order.forEach(set::add);
    assertThat(set).isEqualTo(ChunkSet.complete(count));
    assertThat(set.isComplete()).isTrue();

    order.forEach(set::remove);
    assertThat(set).isEqualTo(ChunkSet.empty(count));
  }

  private static void assertSame(ChunkSet set, BitSet model, int count) {
    assertThat(set.count()).isEqualTo(count);
    assertThat(set.cardinality()).isEqualTo(model.cardinality());
    assertThat(set.isComplete()).isEqualTo(model.cardinality() == count);
    for (int chunk = 0; chunk < count; chunk++) {
      assertThat(set.contains(chunk)).isEqualTo(model.get(chunk));
    }
    for (int from = 0; from <= count; from++) {
      assertThat(set.next(from)).isEqualTo(model.nextSetBit(from));
      int missing = model.nextClearBit(from);
      assertThat(set.nextMissing(from)).isEqualTo(missing < count ? missing : -1);
    }
    byte[] wire = new byte[(count + 7) / 8];
    model.stream().forEach(chunk -> wire[chunk / 8] |= (byte) (0x80 >> chunk % 8));
    assertThat(set.toBytes()).isEqualTo(wire);
  }

  @Property
  void shouldRefuseSpareBits(
      @ForAll @IntRange(min = 1, max = 200) int count, @ForAll @IntRange(max = 6) int spare) {
    int bit = count + spare;
    if (bit / 8 == (count - 1) / 8) {
      byte[] wire = ChunkSet.complete(count).toBytes();
      wire[bit / 8] |= (byte) (0x80 >> bit % 8);
      assertRefused(count, wire);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 100})
  void shouldRefuseWireFormOfAnotherLength(int bytes) {
    assertRefused(9, new byte[bytes]);
  }

  private static void assertRefused(int count, byte[] wire) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> ChunkSet.fromBytes(count, wire))
        .extracting(ProtocolException::code)
        .isEqualTo(ErrorCode.BAD_REQUEST);
  }

  @Test
  void shouldBeCompleteWhenFileHasNoChunks() throws ProtocolException {
    for (ChunkSet set :
        List.of(ChunkSet.empty(0), ChunkSet.complete(0), ChunkSet.fromBytes(0, new byte[0]))) {
      assertThat(set.isComplete()).isTrue();
      assertThat(set.toBytes()).isEmpty();
      assertThat(set.next(0)).isEqualTo(-1);
      assertThat(set.nextMissing(0)).isEqualTo(-1);
      assertThat(set).isEqualTo(ChunkSet.complete(0));
    }
  }

  @Test
  void shouldFitTheCapAtTheMostChunks() {
    assertThat(ChunkSet.byteLength(Limits.MAX_CHUNKS)).isEqualTo(131_072);
    assertThat(ChunkSet.complete(Limits.MAX_CHUNKS).toBytes()).hasSize(131_072);
  }

  @Test
  void shouldKeepCopiesApart() {
    ChunkSet partial = ChunkSet.empty(70);
    partial.add(69);
    ChunkSet copy = partial.copy();
    copy.add(1);
    ChunkSet complete = ChunkSet.complete(70);
    complete.copy().remove(3);

    assertThat(partial.contains(1)).isFalse();
    assertThat(copy.cardinality()).isEqualTo(2);
    assertThat(complete.isComplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 70, 127, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void shouldRefuseChunksOutOfRange(int chunk) {
    for (ChunkSet set : List.of(ChunkSet.empty(70), ChunkSet.complete(70))) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> set.contains(chunk));
      assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> set.add(chunk));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> set.remove(chunk));
    }
  }
}
