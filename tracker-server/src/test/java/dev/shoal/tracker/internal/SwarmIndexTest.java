package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FileId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SwarmIndexTest {
  private static final FileId FILE = Some.fileId(1);

  private final SwarmIndex swarms = new SwarmIndex(new Random(1));

  @Test
  void shouldGiveSeedersFirstWhenAskerIsLeecher() {
    List<Source> seeders = show(3, true);
    List<Source> leechers = show(3, false);

    assertThat(sample(2, false)).hasSize(2).isSubsetOf(seeders);
    assertThat(sample(5, false)).hasSize(5).containsAll(seeders);
    assertThat(sample(9, false)).containsAll(seeders).containsAll(leechers).hasSize(6);
  }

  @Test
  void shouldGiveOnlyLeechersWhenAskerIsComplete() {
    show(3, true);
    List<Source> leechers = show(3, false);

    assertThat(sample(9, true)).containsExactlyInAnyOrderElementsOf(leechers);
  }

  @Test
  void shouldCountButNotGiveWhenSourceCannotBeDialled() {
    Source source = source(new Listening(0, false), true);
    swarms.show(source);

    assertThat(swarms.seederCount(FILE)).isEqualTo(1);
    assertThat(sample(9, false)).isEmpty();

    swarms.hide(source);
    assertThat(swarms.seederCount(FILE)).isZero();
    assertThat(swarms.swarmCount()).isZero();
  }

  @Test
  void shouldLookOnlyAtProportionateNumberWhenTakerRefuses() {
    show(10_000, true);
    List<Source> offered = new ArrayList<>();

    swarms.sample(FILE, 10, false, source -> !offered.add(source));

    assertThat(offered).hasSizeLessThan(100).doesNotHaveDuplicates();
  }

  @Test
  void shouldGiveEverySourceAboutEquallyOftenWhenSampledRepeatedly() {
    show(20, true);
    Map<Source, Integer> given = new HashMap<>();
    for (int i = 0; i < 2000; i++) {
      sample(5, false).forEach(source -> given.merge(source, 1, Integer::sum));
    }

    assertThat(given).hasSize(20);
    assertThat(given.values()).allMatch(count -> count > 350 && count < 650);
  }

  @Test
  void shouldStayTheSameWhenShownOrHiddenTwice() {
    Source source = source(Some.LISTENING, false);
    swarms.show(source);
    swarms.show(source);
    assertThat(swarms.leecherCount(FILE)).isEqualTo(1);
    assertThat(swarms.size()).isEqualTo(1);

    swarms.hide(source);
    swarms.hide(source);
    assertThat(swarms.leecherCount(FILE)).isZero();
    assertThat(swarms.size()).isZero();
  }

  @Test
  void shouldForgetSwarmWhenLastSourceIsHidden() {
    List<Source> sources = show(100, true);
    assertThat(swarms.swarmCount()).isEqualTo(1);

    sources.forEach(swarms::hide);

    assertThat(swarms.swarmCount()).isZero();
    assertThat(sample(9, false)).isEmpty();
  }

  private List<Source> show(int count, boolean complete) {
    List<Source> sources =
        IntStream.range(0, count).mapToObj(i -> source(Some.LISTENING, complete)).toList();
    sources.forEach(swarms::show);
    return sources;
  }

  private Source source(Listening listening, boolean complete) {
    Session session =
        new Session(
            1, new byte[0], new Registrations(swarms), FakeCaller.from("10.0.0.7"), listening);
    return new Source(session, FILE, complete, 0);
  }

  private List<Source> sample(int wanted, boolean complete) {
    List<Source> taken = new ArrayList<>();
    swarms.sample(FILE, wanted, complete, taken::add);
    return taken;
  }
}
