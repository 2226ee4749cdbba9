package dev.shoal.tracker.internal.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FileId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;

/** Holds the index against maps of sets, whatever sessions do. */
@Tag("any-jdk")
class SwarmIndexModelTest {
  private enum Deed {
    PUT_SEEDER,
    PUT_LEECHER,
    REMOVE,
    SHOW,
    COUNT,
    HIDE,
    RETIRE,
    WATCH,
    UNWATCH,
    WORK,
    DRAIN
  }

  /** What sessions from one number on do with a file; the extent serves as the deed needs it. */
  private record Step(Deed deed, int file, int session, int extent) {}

  /** Swarms grow and shrink across the size from which on they have a table of their entries. */
  @Property(tries = 100)
  void shouldAgreeWithModelWhenSwarmsAreLarge(@ForAll("crowded") List<Step> steps) {
    run(new World(150, 3), steps);
  }

  @Property(tries = 100)
  void shouldAgreeWithModelWhenFilesAreMany(@ForAll("scattered") List<Step> steps) {
    run(new World(5, 300), steps);
  }

  @Provide
  Arbitrary<List<Step>> crowded() {
    return steps(150, 3, 150);
  }

  @Provide
  Arbitrary<List<Step>> scattered() {
    return steps(5, 300, 2);
  }

  private static Arbitrary<List<Step>> steps(int sessions, int files, int extent) {
    return Combinators.combine(
            Arbitraries.of(Deed.class),
            Arbitraries.integers().between(0, files - 1),
            Arbitraries.integers().between(0, sessions - 1),
            Arbitraries.integers().between(1, extent))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(80);
  }

  private static void run(World world, List<Step> steps) {
    for (Step step : steps) {
      world.act(step);
      world.checkSessions();
      world.checkSamples();
    }
    world.checkDrained();
    world.end();
  }

  /** A session as the model knows it. */
  private static final class Member {
    final Registrations registrations;
    final Map<Integer, Boolean> files = new HashMap<>();
    Standing standing = Standing.HIDDEN;
    @Nullable SourceAddress address;

    Member(Registrations registrations) {
      this.registrations = registrations;
    }

    long digest() {
      return files.entrySet().stream()
          .mapToLong(each -> digest(each.getKey(), each.getValue()))
          .reduce(0, (a, b) -> a ^ b);
    }

    static long digest(int file, boolean complete) {
      return complete ? word(file) : -word(file);
    }
  }

  private static long word(int file) {
    return file + 1L;
  }

  private static final class World {
    private final SwarmIndex swarms = Some.index();
    private final SourceSample sample = new SourceSample();
    private final List<Member> members = new ArrayList<>();
    private final Map<Integer, Integer> watched = new HashMap<>();
    private final int files;
    private int completed;
    private int toldCompleted;
    private int addresses;

    World(int sessions, int files) {
      this.files = files;
      for (int i = 0; i < sessions; i++) {
        members.add(new Member(swarms.open()));
      }
      swarms.listener(
          new SwarmListener() {
            @Override
            public void changed(int file) {}

            @Override
            public void completed(FileId file) {
              toldCompleted++;
            }

            @Override
            public void workArises() {
              assertThat(swarms.hasWork()).isTrue();
            }
          });
    }

    void act(Step step) {
      switch (step.deed()) {
        case WATCH -> watched.put(step.file(), swarms.watch(word(step.file()), 0, 0, 0));
        case UNWATCH -> {
          Integer number = watched.remove(step.file());
          if (number != null) {
            swarms.unwatch(number);
          }
        }
        case WORK -> swarms.work(step.extent());
        case DRAIN -> checkDrained();
        default -> {
          for (int i = 0; i < step.extent(); i++) {
            act(step, (step.session() + i) % members.size(), (step.file() + i) % files);
          }
        }
      }
    }

    private void act(Step step, int session, int otherFile) {
      // Few files: many sessions do the same with one. Few sessions: with one file after another.
      int file = files < members.size() ? step.file() : otherFile;
      Member member = members.get(session);
      switch (step.deed()) {
        case PUT_SEEDER -> put(member, file, true);
        case PUT_LEECHER -> put(member, file, false);
        case REMOVE -> {
          boolean had = member.files.remove(file) != null;
          assertThat(swarms.remove(member.registrations, word(file), 0, 0, 0)).isEqualTo(had);
        }
        case SHOW -> stand(member, Standing.SHOWN, Some.address(addresses++));
        case COUNT -> stand(member, Standing.COUNTED, null);
        case HIDE -> stand(member, Standing.HIDDEN, null);
        default -> {
          swarms.retire(member.registrations);
          members.set(session, new Member(swarms.open()));
        }
      }
    }

    private void put(Member member, int file, boolean complete) {
      Holding holding = complete ? null : new Holding(Member.digest(file, false), 1 << 16, null);
      swarms.put(member.registrations, word(file), 0, 0, 0, complete, holding);
      Boolean before = member.files.put(file, complete);
      completed += complete && before != null && !before ? 1 : 0;
    }

    private void stand(Member member, Standing standing, @Nullable SourceAddress address) {
      swarms.stand(member.registrations, standing, address);
      member.standing = standing;
      member.address = address;
    }

    /** What is true at any moment of every session. */
    void checkSessions() {
      assertThat(toldCompleted).isEqualTo(completed);
      watched.forEach((file, number) -> assertThat(number(file)).isEqualTo(number));
      for (Member member : members) {
        assertThat(member.registrations.size()).isEqualTo(member.files.size());
        assertThat(member.registrations.digest()).isEqualTo(member.digest());
      }
    }

    /** Nobody is ever given who should not be, whatever work is left. */
    void checkSamples() {
      for (int file = 0; file < Math.min(files, 10); file++) {
        sample(file, members.get(file % members.size()), 5 + file, file % 2 == 0, false);
      }
    }

    void checkDrained() {
      Some.drain(swarms);
      assertThat(swarms.hasWork()).isFalse();
      Set<Integer> known = new HashSet<>(watched.keySet());
      long size = 0;
      for (Member member : members) {
        known.addAll(member.files.keySet());
        size += member.files.size();
      }
      assertThat(swarms.size()).isEqualTo(size);
      assertThat(swarms.fileCount()).isEqualTo(known.size());
      for (int file = 0; file < files; file++) {
        assertThat(number(file) >= 0).isEqualTo(known.contains(file));
        checkSwarm(file);
      }
    }

    private void checkSwarm(int file) {
      int number = number(file);
      assertThat(swarms.seederCount(number)).isEqualTo(counted(file, true));
      assertThat(swarms.leecherCount(number)).isEqualTo(counted(file, false));
      int shift = 0;
      for (Member asker : members.subList(0, Math.min(5, members.size()))) {
        checkAsker(file, asker, 1 + 7 * shift++);
        checkAsker(file, asker, 256);
      }
      for (Member member : members) {
        assertThat(swarms.has(member.registrations, word(file), 0, 0, 0))
            .isEqualTo(member.files.containsKey(file));
        if (number >= 0) {
          boolean shown = isShown(member, file);
          int holder = member.registrations.number();
          assertThat(swarms.shownAt(number, holder)).isSameAs(shown ? member.address : null);
          assertThat(swarms.isShownSeeder(number, holder))
              .isEqualTo(shown && Boolean.TRUE.equals(member.files.get(file)));
        }
      }
    }

    private void checkAsker(int file, Member asker, int wanted) {
      Predicate<Member> other = member -> member != asker && isShown(member, file);
      int seeders = count(other.and(member -> Boolean.TRUE.equals(member.files.get(file))));
      int leechers = count(other) - seeders;

      sample(file, asker, wanted, false, false);
      assertThat(sample.seeders()).isEqualTo(Math.min(wanted, seeders));
      assertThat(sample.size()).isEqualTo(Math.min(wanted, seeders + leechers));
      boolean own = asker.standing != Standing.HIDDEN;
      Boolean has = asker.files.get(file);
      assertThat(sample.seederCount())
          .isEqualTo(counted(file, true) - (own && Boolean.TRUE.equals(has) ? 1 : 0));
      assertThat(sample.leecherCount())
          .isEqualTo(counted(file, false) - (own && Boolean.FALSE.equals(has) ? 1 : 0));

      sample(file, asker, wanted, false, true);
      int spared = Math.min(wanted / 2, leechers);
      assertThat(sample.seeders()).isEqualTo(Math.min(wanted - spared, seeders));
      assertThat(sample.size()).isEqualTo(Math.min(wanted, seeders + leechers));

      sample(file, asker, wanted, true, false);
      assertThat(sample.seeders()).isZero();
      assertThat(sample.size()).isEqualTo(Math.min(wanted, leechers));
    }

    /** Takes a sample and checks whatever must be true of any. */
    private void sample(int file, Member asker, int wanted, boolean complete, boolean lacksLittle) {
      Map<Integer, Member> byNumber = new HashMap<>();
      members.forEach(member -> byNumber.put(member.registrations.number(), member));
      sample.begin(Some.ASKER, asker.registrations.number(), wanted, complete, lacksLittle);
      swarms.sample(number(file), sample);
      assertThat(sample.size()).isLessThanOrEqualTo(wanted);
      Set<Integer> given = new HashSet<>();
      for (int i = 0; i < sample.size(); i++) {
        assertThat(given.add(sample.number(i))).as("given once").isTrue();
        Member member = Objects.requireNonNull(byNumber.get(sample.number(i)));
        assertThat(member).isNotSameAs(asker);
        assertThat(isShown(member, file)).isTrue();
        assertThat(sample.address(i)).isSameAs(member.address);
        assertThat(member.files.get(file)).isEqualTo(i < sample.seeders());
      }
    }

    /** When everybody has gone, nothing is left. */
    void end() {
      members.forEach(member -> swarms.retire(member.registrations));
      watched.values().forEach(swarms::unwatch);
      Some.drain(swarms);
      assertThat(swarms.size()).isZero();
      assertThat(swarms.fileCount()).isZero();
    }

    private int number(int file) {
      return swarms.find(word(file), 0, 0, 0);
    }

    private static boolean isShown(Member member, int file) {
      return member.standing == Standing.SHOWN && member.files.containsKey(file);
    }

    private int counted(int file, boolean complete) {
      return count(
          member ->
              member.standing != Standing.HIDDEN
                  && member.files.getOrDefault(file, !complete) == complete);
    }

    private int count(Predicate<Member> which) {
      return (int) members.stream().filter(which).count();
    }
  }
}
