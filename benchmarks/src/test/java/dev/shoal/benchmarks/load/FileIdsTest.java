package dev.shoal.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FileId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FileIdsTest {
  private final FileIds ids = new FileIds(3);

  @Test
  void shouldMakeTheSameIdsForTheSameSeedOnly() {
    assertThat(new FileIds(3).bytes(9)).isEqualTo(ids.bytes(9)).hasSize(FileId.LENGTH);
    assertThat(new FileIds(4).bytes(9)).isNotEqualTo(ids.bytes(9));
  }

  @Test
  void shouldPutIntoABufferWhatItMakesAsBytes() {
    ByteBuf buffer = Unpooled.buffer().writeZero(40);
    ids.set(buffer, 5, 9);
    byte[] set = new byte[FileId.LENGTH];
    buffer.getBytes(5, set);
    assertThat(set).isEqualTo(ids.bytes(9));
    assertThat(ByteBuffer.wrap(set).getLong()).isEqualTo(ids.prefix(9));
  }

  @Test
  void shouldSpreadTheIdsOverEveryByte() {
    for (int position = 0; position < FileId.LENGTH; position++) {
      boolean[] seen = new boolean[256];
      for (int file = 0; file < 10_000; file++) {
        seen[ids.bytes(file)[position] & 0xFF] = true;
      }
      assertThat(seen).doesNotContain(false);
    }
  }

  @Test
  void shouldChooseTheFirstFilesMostWhenTheyAreZipfDistributed() {
    SplittableRandom random = new SplittableRandom(1);
    FileChoice choice = FileChoice.zipf(100, 1, random);
    int[] counts = new int[100];
    for (int i = 0; i < 100_000; i++) {
      counts[choice.next(random)]++;
    }
    assertThat(counts[0]).isBetween(18_000, 20_500); // 1 / H(100) = 19.3 %
    assertThat(counts[9]).isBetween(1_600, 2_200);
    assertThat(counts[99]).isPositive();
  }
}
