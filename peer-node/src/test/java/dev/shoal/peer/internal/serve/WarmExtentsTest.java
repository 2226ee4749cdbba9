package dev.shoal.peer.internal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarmExtentsTest {
  private static final long START = -5_000;

  private final WarmExtents extents = new WarmExtents(2L * WarmExtents.EXTENT + 1, START);

  @Test
  void shouldBeColdBeforeItWasRead() {
    assertThat(extents.use(0, START)).isFalse();
    extents.loaded(1, START);
    assertThat(extents.use(0, START)).isFalse();
    assertThat(extents.use(1, START)).isTrue();
  }

  @Test
  void shouldStayWarmWhileItIsInUse() {
    extents.loaded(0, START);
    for (int use = 1; use < 10; use++) {
      assertThat(extents.use(0, START + TimeUnit.SECONDS.toNanos(20L * use))).isTrue();
    }
  }

  @Test
  void shouldBeColdAgainWhenItWasNotUsedForLong() {
    extents.loaded(0, START);
    assertThat(extents.use(0, START + TimeUnit.SECONDS.toNanos(32))).isFalse();
  }

  @Test
  void shouldBeColdWhenAllWasForgotten() {
    extents.loaded(2, START);
    extents.clear();
    assertThat(extents.use(2, START)).isFalse();
  }

  @Test
  void shouldHaveAShortLastExtentWhenTheFileEndsThere() {
    assertThat(extents.size(1)).isEqualTo(WarmExtents.EXTENT);
    assertThat(extents.size(WarmExtents.at(2L * WarmExtents.EXTENT))).isEqualTo(1);
  }
}
