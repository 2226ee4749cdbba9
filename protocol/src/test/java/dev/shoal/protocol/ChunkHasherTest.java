package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChunkHasherTest {
  private final ChunkHasher hasher = new ChunkHasher();

  @Property
  void shouldHashAnyBufferAtAnyPosition(
      @ForAll boolean direct,
      @ForAll boolean readOnly,
      @ForAll @IntRange(max = 70_000) int before,
      @ForAll @IntRange(min = 1, max = 70_000) int length,
      @ForAll @IntRange(max = 9) int after) {
    byte[] content = Contents.patterned(length);
    int capacity = before + length + after;
    ByteBuffer buffer =
        direct ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity);
    buffer.put(before, content);
    ByteBuffer chunk = readOnly ? buffer.asReadOnlyBuffer() : buffer;
    chunk.position(before).limit(before + length);
    NaiveTree naive = new NaiveTree(content);

    byte[] hash = hasher.hash(chunk, new ChunkLayout(length, ChunkSize.DEFAULT).paddedLeaves());

    assertThat(hash).isEqualTo(naive.root());
    assertThat(chunk.position()).as("consumed").isEqualTo(before + length);
    assertThat(chunk.limit()).isEqualTo(before + length);
  }

  @Property
  void shouldHashConsecutiveChunksAsEachByItself(
      @ForAll @IntRange(min = 1, max = 20) int chunks,
      @ForAll @IntRange(min = 1, max = 65_536) int lastSize) {
    int size = ChunkSize.MIN;
    byte[] content = Contents.patterned((chunks - 1) * size + lastSize);
    int paddedLeaves = new ChunkLayout(content.length, size).paddedLeaves();
    ByteBuffer each = ByteBuffer.allocate(chunks * HashTree.HASH_LENGTH);
    for (int at = 0; at < content.length; at += size) {
      ByteBuffer chunk = ByteBuffer.wrap(content, at, Math.min(size, content.length - at));
      each.put(hasher.hash(chunk, paddedLeaves));
    }

    assertThat(hasher.hashAll(ByteBuffer.wrap(content), paddedLeaves)).isEqualTo(each.array());
  }

  @Test
  void shouldRefuseMoreOrLessThanItHasRoomFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hasher.hashAll(ByteBuffer.allocate(0), 4))
        .withMessageContaining("0 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hasher.hashAll(ByteBuffer.allocate(ChunkSize.MAX + 1), 4))
        .withMessageContaining("4194305 bytes");
  }

  @Test
  void shouldKeepNothingOfEarlierChunks() {
    byte[] large = Contents.patterned(ChunkSize.MAX);
    byte[] small = Contents.patterned(20_000);

    byte[] first = hasher.hash(ByteBuffer.wrap(large), 256);
    byte[] second = hasher.hash(ByteBuffer.wrap(small), 2);
    byte[] again = hasher.hash(ByteBuffer.wrap(large), 256);

    assertThat(first).isEqualTo(again).isEqualTo(new NaiveTree(large).root());
    assertThat(second).isEqualTo(new NaiveTree(small).root());
  }

  @Test
  void shouldRefuseBytesThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hasher.hash(ByteBuffer.allocate(0), 4))
        .withMessageContaining("0 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hasher.hash(ByteBuffer.allocate(4 * HashTree.LEAF_SIZE + 1), 4))
        .withMessageContaining("do not fit 4 leaves");
  }
}
