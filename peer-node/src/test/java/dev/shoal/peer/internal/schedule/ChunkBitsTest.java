package dev.shoal.peer.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChunkBitsTest {
  private static final int COUNT = 10_000;

  @Property
  void shouldAgreeWithABitSetWhenChunksComeAndGo(
      @ForAll @Size(max = 300) List<@IntRange(max = COUNT - 1) Integer> toggled) {
    ChunkBits bits = new ChunkBits(COUNT);
    BitSet model = new BitSet();
    for (int chunk : toggled) {
      boolean there = model.get(chunk);
      assertThat(bits.add(chunk)).isEqualTo(!there);
      if (there) {
        assertThat(bits.remove(chunk)).isTrue();
      }
      model.flip(chunk);
    }
    assertThat(bits.cardinality()).isEqualTo(model.cardinality());
    assertThat(bits.isEmpty()).isEqualTo(model.isEmpty());
    for (int chunk = 0; chunk < COUNT; chunk += 37) {
      assertThat(bits.contains(chunk)).isEqualTo(model.get(chunk));
      assertThat(bits.next(chunk)).isEqualTo(model.nextSetBit(chunk));
    }
  }

  @Property(tries = 1_200, edgeCases = EdgeCasesMode.NONE)
  void shouldPickACommonMemberWheneverThereIsOne(
      @ForAll @Size(max = 60) List<@IntRange(max = COUNT - 1) Integer> left,
      @ForAll @Size(max = 60) List<@IntRange(max = COUNT - 1) Integer> right,
      @ForAll @Size(max = 60) List<@IntRange(max = COUNT - 1) Integer> both,
      @ForAll @Size(max = 60) List<@IntRange(max = COUNT - 1) Integer> excepted,
      @ForAll long seed) {
    BitSet expected = model(left, both);
    expected.and(model(right, both));
    expected.andNot(model(excepted, List.of()));

    int picked =
        bits(left, both)
            .pickCommon(bits(right, both), bits(excepted, List.of()), new SplittableRandom(seed));

    assertThat(picked < 0 ? expected.isEmpty() : expected.get(picked)).isTrue();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void shouldFindTheFirstCommonMemberOfARange(
      @ForAll @Size(max = 60) List<@IntRange(max = COUNT - 1) Integer> left,
      @ForAll @Size(max = 60) List<@IntRange(max = COUNT - 1) Integer> right,
      @ForAll @Size(max = 60) List<@IntRange(max = COUNT - 1) Integer> both,
      @ForAll @Size(max = 60) List<@IntRange(max = COUNT - 1) Integer> excepted,
      @ForAll @IntRange(max = COUNT) int from,
      @ForAll @IntRange(max = COUNT) int to) {
    BitSet expected = model(left, both);
    expected.and(model(right, both));
    expected.andNot(model(excepted, List.of()));
    int first = expected.nextSetBit(from);

    int found =
        bits(left, both).firstCommon(bits(right, both), bits(excepted, List.of()), from, to);

    assertThat(found).isEqualTo(first < to ? first : -1);
  }

  @Test
  void shouldPickEachAboutEquallyOftenWhenAllAreCommon() {
    ChunkBits all = new ChunkBits(1_000);
    for (int chunk = 0; chunk < 1_000; chunk++) {
      all.add(chunk);
    }
    int[] times = new int[1_000];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      times[all.pickCommon(all, null, random)]++;
    }
    // The last word holds 40 chunks of 64 and so is drawn as often as a full one.
    assertThat(Arrays.stream(times).min().orElseThrow()).isGreaterThan(40);
    assertThat(Arrays.stream(times).max().orElseThrow()).isLessThan(250);
  }

  private static BitSet model(List<Integer> some, List<Integer> more) {
    BitSet set = new BitSet();
    some.forEach(set::set);
    more.forEach(set::set);
    return set;
  }

  private static ChunkBits bits(List<Integer> some, List<Integer> more) {
    ChunkBits set = new ChunkBits(COUNT);
    some.forEach(set::add);
    more.forEach(set::add);
    return set;
  }
}
