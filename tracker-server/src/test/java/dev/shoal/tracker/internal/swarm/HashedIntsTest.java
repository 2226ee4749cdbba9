package dev.shoal.tracker.internal.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Holds the table against a map. */
class HashedIntsTest {
  private static final int KEYS = 400;

  /** Values that are equal modulo {@link #KEYS} stand for the same key. */
  private static final class Table extends HashedInts {
    private final int spread;
    private int sought;

    /** With few different hashes where {@code spread} is small. */
    Table(int partBits, int spread) {
      super(partBits);
      this.spread = spread;
    }

    static int key(int value) {
      return value % KEYS;
    }

    @Override
    long hashOf(int value) {
      int key = key(value);
      return (long) (key % 3) << 62 | key % spread;
    }

    @Override
    boolean isSought(int value) {
      return key(value) == sought;
    }

    int get(int key) {
      sought = key;
      return find(hashOf(key));
    }
  }

  private record Step(boolean add, int from, int count) {}

  @Property(tries = 500)
  void shouldAgreeWithMapWhenHashesCluster(
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(min = 1, max = 4) int partBits,
      @ForAll @IntRange(min = 1, max = KEYS) int spread) {
    Table table = new Table(partBits, spread);
    Map<Integer, Integer> model = new HashMap<>();
    int version = 0;
    for (Step step : steps) {
      version++;
      for (int i = 0; i < step.count(); i++) {
        int key = (step.from() + 7 * i) % KEYS;
        Integer known = model.get(key);
        int value = version * KEYS + key;
        if (!step.add() && known != null) {
          table.remove(table.hashOf(known), known);
          model.remove(key);
        } else if (step.add() && known != null) {
          table.replace(table.hashOf(known), known, value);
          model.put(key, value);
        } else if (step.add()) {
          table.add(table.hashOf(value), value);
          model.put(key, value);
        }
      }
      for (int key = 0; key < KEYS; key++) {
        assertThat(table.get(key)).isEqualTo(model.getOrDefault(key, -1));
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, KEYS - 1),
            Arbitraries.integers().between(1, 120))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }

  @Test
  void shouldFindNothingWhenEmpty() {
    assertThat(new Table(4, 1).get(5)).isNegative();
  }
}
