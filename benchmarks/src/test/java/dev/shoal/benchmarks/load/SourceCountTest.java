package dev.shoal.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.wire.Sources;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SourceCountTest {
  @Property(tries = 300)
  void shouldCountTheSourcesOfAnyAnswer(
      @ForAll @IntRange(max = 64) int seedersV4,
      @ForAll @IntRange(max = 64) int leechersV4,
      @ForAll @IntRange(max = 64) int seedersV6,
      @ForAll @IntRange(max = 64) int leechersV6,
      @ForAll boolean warming) {
    Sources sources =
        Sources.newBuilder()
            .setSeedersV4(zeros(6 * seedersV4))
            .setLeechersV4(zeros(6 * leechersV4))
            .setSeedersV6(zeros(18 * seedersV6))
            .setLeechersV6(zeros(18 * leechersV6))
            .setSeederCount(1000)
            .setWarming(warming)
            .build();
    byte[] header = sources.toByteArray();
    ByteBuf bytes = Unpooled.buffer().writeZero(2).writeBytes(header);
    assertThat(SourceCount.of(bytes, 2, header.length))
        .isEqualTo(seedersV4 + leechersV4 + seedersV6 + leechersV6);
  }

  private static ByteString zeros(int length) {
    return ByteString.copyFrom(new byte[length]);
  }
}
