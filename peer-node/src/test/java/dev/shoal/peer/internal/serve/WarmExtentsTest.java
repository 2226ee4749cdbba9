package dev.shoal.peer.internal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.Limits;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarmExtentsTest {
  private static final long START = -5_000;

  private final WarmExtents extents = new WarmExtents(2L * WarmExtents.LEAST + 1, START);

  @Test
  void shouldBeColdBeforeItWasRead() {
    assertThat(extents.use(0, 0, START)).isFalse();
    extents.loaded(1, 1, START);
    assertThat(extents.use(0, 0, START)).isFalse();
    assertThat(extents.use(1, 1, START)).isTrue();
  }

  @Test
  void shouldStayWarmWhileItIsInUse() {
    extents.loaded(0, 0, START);
    for (int use = 1; use < 10; use++) {
      assertThat(extents.use(0, 0, START + TimeUnit.SECONDS.toNanos(20L * use))).isTrue();
    }
  }

  @Test
  void shouldBeColdAgainWhenItWasNotUsedForLong() {
    extents.loaded(0, 0, START);
    assertThat(extents.use(0, 0, START + TimeUnit.SECONDS.toNanos(32))).isFalse();
  }

  @Test
  void shouldBeColdWhenAllWasForgotten() {
    extents.loaded(2, 2, START);
    extents.clear();
    assertThat(extents.use(2, 2, START)).isFalse();
  }

  @Test
  void shouldBeWarmOnlyWhenAllOfARunIs() {
    extents.loaded(0, 1, START);
    assertThat(extents.use(0, 1, START)).isTrue();
    assertThat(extents.use(0, 2, START)).isFalse();
  }

  @Test
  void shouldEndWhereTheFileEnds() {
    assertThat(extents.at(2L * WarmExtents.LEAST)).isEqualTo(2);
    assertThat(extents.begin(2)).isEqualTo(2L * WarmExtents.LEAST);
    assertThat(extents.begin(3)).isEqualTo(2L * WarmExtents.LEAST + 1);
  }

  @Test
  void shouldHaveAtMostAMillionExtentsOfTheLargestFile() {
    WarmExtents large = new WarmExtents(Limits.MAX_FILE_LENGTH, START);
    assertThat(large.at(Limits.MAX_FILE_LENGTH - 1)).isEqualTo((1 << 20) - 1);
  }
}
