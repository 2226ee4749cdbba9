package dev.shoal.tracker.internal.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FileId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class SwarmIndexTest {
  private static final int FILE = 1;

  private final SwarmIndex swarms = Some.index();
  private final SourceSample sample = new SourceSample();

  @Test
  void shouldGiveSeedersFirstWhenAskerIsLeecher() {
    List<Integer> seeders = show(3, true);
    List<Integer> leechers = show(3, false);

    assertThat(sample(2, false)).hasSize(2).isSubsetOf(seeders);
    assertThat(sample(5, false)).hasSize(5).containsAll(seeders);
    assertThat(sample(9, false)).containsAll(seeders).containsAll(leechers).hasSize(6);
  }

  @Test
  void shouldGiveOnlyLeechersWhenAskerIsComplete() {
    show(3, true);
    List<Integer> leechers = show(3, false);

    assertThat(sample(9, true)).containsExactlyInAnyOrderElementsOf(leechers);
  }

  @Test
  void shouldSpareSeedersWhenAskerLacksLittle() {
    show(20, true);
    show(20, false);

    assertThat(seedersOfSample(10)).isEqualTo(5);
    assertThat(sample.size()).isEqualTo(10);
  }

  @Test
  void shouldFillWithSeedersWhenAskerLacksLittleAndThereAreFewLeechers() {
    show(20, true);
    Registrations asker = Some.shown(swarms);
    Some.put(swarms, asker, FILE, false);
    sample.begin(Some.ASKER, asker.number(), 10, false, true);
    swarms.sample(file(), sample);

    assertThat(sample.seeders()).isEqualTo(10);
  }

  @Test
  void shouldGiveLeechersWhenAskerLacksLittleAndThereIsNoSeeder() {
    show(20, false);

    assertThat(seedersOfSample(10)).isZero();
    assertThat(sample.size()).isEqualTo(10);
  }

  @Test
  void shouldCountButNotGiveWhenSourceCannotBeDialled() {
    Registrations source = swarms.open();
    swarms.stand(source, Standing.COUNTED, null);
    Some.put(swarms, source, FILE, true);

    assertThat(swarms.seederCount(file())).isEqualTo(1);
    assertThat(sample(9, false)).isEmpty();
    assertThat(sample.seederCount()).isEqualTo(1);

    swarms.stand(source, Standing.HIDDEN, null);
    Some.drain(swarms);
    assertThat(swarms.seederCount(file())).isZero();
  }

  @Test
  void shouldLeaveAskerOutOfSampleAndCounts() {
    Registrations asker = Some.shown(swarms);
    Some.put(swarms, asker, FILE, true);
    show(1, false);
    sample.begin(Some.ASKER, asker.number(), 9, false, false);
    swarms.sample(file(), sample);

    assertThat(sample.size()).isEqualTo(1);
    assertThat(sample.seederCount()).isZero();
    assertThat(sample.leecherCount()).isEqualTo(1);
  }

  @Test
  void shouldGiveNobodyHiddenEvenBeforeWork() {
    List<Registrations> sources = open(100, true);
    sources.forEach(each -> swarms.stand(each, Standing.HIDDEN, null));

    assertThat(sample(9, false)).isEmpty();
    assertThat(swarms.hasWork()).isTrue();

    Some.drain(swarms);
    assertThat(swarms.seederCount(file())).isZero();
    assertThat(swarms.size()).isEqualTo(100);
    assertThat(swarms.hasWork()).isFalse();

    sources.forEach(each -> swarms.stand(each, Standing.SHOWN, Some.address(each.number)));
    Some.drain(swarms);
    assertThat(sample(100, false)).hasSize(100);
  }

  @Test
  void shouldGiveNobodyRetiredEvenBeforeWork() {
    open(100, true).forEach(swarms::retire);

    assertThat(sample(9, false)).isEmpty();
    Some.drain(swarms);
    assertThat(swarms.fileCount()).isZero();
    assertThat(swarms.size()).isZero();
  }

  @Test
  void shouldGiveOthersWhenManyHaveJustBeenHidden() {
    List<Registrations> sources = open(20, true);
    List<Integer> left = show(5, true);
    sources.forEach(each -> swarms.stand(each, Standing.HIDDEN, null));

    assertThat(sample(9, false)).containsExactlyInAnyOrderElementsOf(left);
  }

  @Test
  void shouldWorkInSlicesNoLargerThanAskedFor() {
    Registrations source = Some.shown(swarms);
    for (int file = 0; file < 1000; file++) {
      Some.put(swarms, source, file, true);
    }
    swarms.stand(source, Standing.HIDDEN, null);

    int slices = 1;
    while (swarms.work(10)) {
      slices++;
    }

    assertThat(slices).isBetween(100, 112);
  }

  @Test
  void shouldLookOnlyAtProportionateNumberWhenFilterRefuses() {
    show(10_000, true);
    List<Integer> offered = new ArrayList<>();
    sample.begin(Some.ASKER, SourceSample.NOBODY, 10, false, false);
    sample.filter(10, (number, address, complete) -> !offered.add(number));

    swarms.sample(file(), sample);

    assertThat(offered).hasSizeLessThan(100).doesNotHaveDuplicates();
  }

  @Test
  void shouldGiveEverySourceAboutEquallyOftenWhenSampledRepeatedly() {
    show(20, true);
    Map<Integer, Integer> given = new HashMap<>();
    for (int i = 0; i < 2000; i++) {
      sample(5, false).forEach(source -> given.merge(source, 1, Integer::sum));
    }

    assertThat(given).hasSize(20);
    assertThat(given.values()).allMatch(count -> count > 350 && count < 650);
  }

  @Test
  void shouldGiveEverySourceOfLargeSwarmAboutEquallyOften() {
    show(2000, true);
    show(1000, false);
    Map<Integer, Integer> given = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      sample(30, i % 2 == 0).forEach(source -> given.merge(source, 1, Integer::sum));
    }

    // 150 and 300 expected; the bounds are seven and eight standard deviations away
    assertThat(given).hasSize(3000);
    assertThat(given.values()).allMatch(count -> count > 60 && count < 440);
  }

  @Test
  void shouldHaveOneRegistrationWhenFileIsPutAgain() {
    Registrations source = Some.shown(swarms);
    Some.put(swarms, source, FILE, false);
    Some.put(swarms, source, FILE, false);

    assertThat(swarms.leecherCount(file())).isEqualTo(1);
    assertThat(swarms.size()).isEqualTo(1);
    assertThat(source.digest()).isEqualTo(FILE);

    Some.put(swarms, source, FILE, true);
    assertThat(swarms.leecherCount(file())).isZero();
    assertThat(swarms.seederCount(file())).isEqualTo(1);
    assertThat(swarms.remove(source, FILE, 0, 0, 0)).isTrue();
    assertThat(swarms.remove(source, FILE, 0, 0, 0)).isFalse();
    assertThat(swarms.size()).isZero();
    assertThat(source.digest()).isZero();
  }

  @Test
  void shouldForgetFileWhenLastSourceIsRemoved() {
    List<Registrations> sources = open(100, true);
    assertThat(swarms.fileCount()).isEqualTo(1);

    sources.forEach(each -> swarms.remove(each, FILE, 0, 0, 0));

    assertThat(swarms.fileCount()).isZero();
    assertThat(file()).isNegative();
    assertThat(sample(9, false)).isEmpty();
  }

  @Test
  void shouldKeepFilesNumberWhileItIsWatched() {
    int number = swarms.watch(FILE, 0, 0, 0);
    Registrations source = Some.shown(swarms);
    Some.put(swarms, source, FILE, true);
    assertThat(file()).isEqualTo(number);
    swarms.remove(source, FILE, 0, 0, 0);

    assertThat(file()).isEqualTo(number);
    assertThat(swarms.seederCount(number)).isZero();
    assertThat(swarms.id(number).toBytes())
        .isEqualTo(FileId.parse("0000000000000001" + "0".repeat(48)).toBytes());

    swarms.unwatch(number);
    swarms.unwatch(number);
    assertThat(file()).isNegative();
    assertThat(swarms.watch(FILE + 1, 0, 0, 0)).as("given again").isEqualTo(number);
  }

  @Test
  void shouldTellListenerOfWhatOthersCanSee() {
    List<String> told = new ArrayList<>();
    swarms.listener(
        new SwarmListener() {
          @Override
          public void changed(int file) {
            if (told.isEmpty() || !told.get(told.size() - 1).equals("changed")) {
              told.add("changed");
            }
          }

          @Override
          public void completed(FileId file) {
            told.add("completed");
          }

          @Override
          public void workArises() {
            told.add("work");
          }
        });
    Registrations hidden = swarms.open();
    Some.put(swarms, hidden, FILE, true);
    assertThat(told).isEmpty();

    Registrations source = Some.shown(swarms);
    Some.drain(swarms);
    Some.put(swarms, source, FILE, false);
    Some.put(swarms, source, FILE, true);
    swarms.retire(source);
    Some.drain(swarms);
    assertThat(told).containsExactly("work", "changed", "completed", "work", "changed");
  }

  @Test
  void shouldSayWhatLeechersHaveTogether() {
    putChunks(1 << 16, 1, 2, 3);
    putChunks(1 << 16, 3, 4);
    putChunks(1 << 18, 7);
    show(1, true);

    assertThat(swarms.leecherChunks(file())).isEqualTo(new SwarmIndex.Union(1 << 16, 4));
    assertThat(swarms.leecherChunks(-1)).isEqualTo(new SwarmIndex.Union(0, 0));
  }

  @Test
  void shouldTakeRegistrationWithoutChunksWhenTheirMemoryIsUsedUp() {
    SwarmIndex small = new SwarmIndex(new SplittableRandom(1), 100);
    Registrations source = Some.shown(small);
    Holding holding = new Holding(5, 1 << 16, RoaringBitmap.bitmapOf(1, 5, 9));
    small.put(source, FILE, 0, 0, 0, false, holding);
    int file = small.find(FILE, 0, 0, 0);
    small.put(source, FILE + 1, 0, 0, 0, false, holding);

    assertThat(small.leecherChunks(file).chunks()).isEqualTo(3);
    assertThat(small.leecherChunks(small.find(FILE + 1, 0, 0, 0)).chunks()).isZero();
    assertThat(source.digest()).as("of both").isZero();

    small.retire(source);
    Some.drain(small);
    Registrations next = Some.shown(small);
    small.put(next, FILE + 1, 0, 0, 0, false, holding);
    assertThat(small.leecherChunks(small.find(FILE + 1, 0, 0, 0)).chunks()).isEqualTo(3);
  }

  private void putChunks(int chunkSize, int... chunks) {
    swarms.put(
        Some.shown(swarms),
        FILE,
        0,
        0,
        0,
        false,
        new Holding(1, chunkSize, RoaringBitmap.bitmapOf(chunks)));
  }

  private List<Registrations> open(int count, boolean complete) {
    List<Registrations> sources =
        IntStream.range(0, count).mapToObj(i -> Some.shown(swarms)).toList();
    sources.forEach(each -> Some.put(swarms, each, FILE, complete));
    return sources;
  }

  /** Numbers of new sources. */
  private List<Integer> show(int count, boolean complete) {
    return open(count, complete).stream().map(Registrations::number).toList();
  }

  private int seedersOfSample(int wanted) {
    sample.begin(Some.ASKER, SourceSample.NOBODY, wanted, false, true);
    swarms.sample(file(), sample);
    return sample.seeders();
  }

  private List<Integer> sample(int wanted, boolean complete) {
    sample.begin(Some.ASKER, SourceSample.NOBODY, wanted, complete, false);
    swarms.sample(file(), sample);
    return IntStream.range(0, sample.size()).map(sample::number).boxed().toList();
  }

  private int file() {
    return swarms.find(FILE, 0, 0, 0);
  }
}
