package dev.shoal.tracker.internal.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FileId;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FileTableTest {
  private final FileTable table = new FileTable(new SplittableRandom(1));

  private record Id(long word0, long word1, long word2, long word3) {}

  private record Step(boolean add, Id id) {}

  @Property(tries = 300)
  void shouldAgreeWithMapWhateverIsAddedAndRemoved(@ForAll("steps") List<Step> steps) {
    FileTable fresh = new FileTable(new SplittableRandom(2));
    Map<Id, Integer> model = new HashMap<>();
    int most = 0;
    for (Step step : steps) {
      Id id = step.id();
      Integer known = model.get(id);
      if (step.add()) {
        int number = fresh.findOrAdd(id.word0(), id.word1(), id.word2(), id.word3());
        assertThat(known == null || known == number).isTrue();
        assertThat(known != null || !model.containsValue(number)).isTrue();
        model.put(id, number);
      } else if (known != null) {
        fresh.remove(known);
        model.remove(id);
      }
      most = Math.max(most, model.size());
      assertThat(fresh.size()).isEqualTo(model.size());
    }
    for (Step step : steps) {
      Id id = step.id();
      assertThat(fresh.find(id.word0(), id.word1(), id.word2(), id.word3()))
          .isEqualTo(model.getOrDefault(id, FileTable.NONE));
    }
    for (Map.Entry<Id, Integer> each : model.entrySet()) {
      int number = each.getValue();
      assertThat(number).as("given again").isLessThan(most);
      assertThat(fresh.id(number)).isEqualTo(fileId(each.getKey()));
      assertThat(fresh.firstWord(number)).isEqualTo(each.getKey().word0());
    }
  }

  /** Ids of few different words, so that many differ in one only. */
  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Long> words = Arbitraries.of(0L, 1L, -1L, Long.MIN_VALUE);
    Arbitrary<Id> ids = Combinators.combine(words, words, words, words).as(Id::new);
    return Combinators.combine(Arbitraries.of(true, true, false), ids)
        .as(Step::new)
        .list()
        .ofMaxSize(300);
  }

  @Test
  void shouldGiveEveryNumberAgainWhenThousandsWereRemoved() {
    Set<Integer> first = fill(5000, 1);
    assertThat(first).hasSize(5000).allMatch(number -> number >= 0 && number < 5000);
    first.forEach(table::remove);
    assertThat(table.size()).isZero();

    assertThat(fill(5000, 2)).isEqualTo(first);
  }

  private Set<Integer> fill(int count, int seed) {
    Random random = new Random(seed);
    Set<Integer> numbers = new HashSet<>();
    for (int i = 0; i < count; i++) {
      numbers.add(
          table.findOrAdd(
              random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()));
    }
    return numbers;
  }

  private static FileId fileId(Id id) {
    return FileId.fromBytes(
        ByteBuffer.allocate(FileId.LENGTH)
            .putLong(id.word0())
            .putLong(id.word1())
            .putLong(id.word2())
            .putLong(id.word3())
            .array());
  }
}
