package dev.shoal.peer.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One download from simulated sources in virtual time, with the caller's duties done as an engine
 * would and every rule of the scheduler checked on the way.
 */
final class SimulatedSwarm {
  static final int CHUNK = 64 << 10;
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long VERIFICATION = TimeUnit.MICROSECONDS.toNanos(300);
  private static final long PATIENCE = TimeUnit.HOURS.toNanos(12);

  /** What one source is like; a rate is in bytes/s, chances are of 1,000 answers. */
  record Nature(double rate, long delayNanos, int lost, int refused, int corrupt) {
    static Nature honest(double rate) {
      return new Nature(rate, TimeUnit.MILLISECONDS.toNanos(2), 0, 0, 0);
    }
  }

  private record Event(long at, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** A source, compared by identity. */
  final class Source {
    final Nature nature;
    final SourceWindow window = new SourceWindow(CHUNK);
    final ChunkSet has;
    final Set<Integer> asked = new HashSet<>();
    long busyUntil;
    boolean alive = true;

    Source(Nature nature, ChunkSet has) {
      this.nature = nature;
      this.has = has;
    }

    private void ask(int wanted) {
      assertThat(has.contains(wanted)).isTrue();
      int[] alternatives = scheduler.alternatives(this, wanted, 4);
      long deadline = scheduler.requested(this, wanted, now);
      for (var slower : scheduler.superseded(this, wanted, now)) {
        slower.source().forget(wanted);
        fetched--; // nothing of it was sent
        requests.merge(wanted, -1, Integer::sum);
      }
      int chunk = redirected(wanted, alternatives);
      assertThat(asked.add(chunk)).as("asked twice of one source at once").isTrue();
      assertThat(window.outstandingBytes()).isLessThanOrEqualTo(window.windowBytes());
      assertThat(holders(chunk)).isLessThanOrEqualTo(2);
      assertThat(holders(chunk) == 1 || scheduler.isEndgame() || scheduler.isUrgent(chunk))
          .isTrue();
      requests.merge(chunk, 1, Integer::sum);
      fetched++;
      Object request = new Object();
      current.put(key(chunk), request);
      at(deadline, () -> ifCurrent(chunk, request, () -> lose(chunk, true)));
      int fate = random.nextInt(1_000);
      if (fate < nature.lost) {
        return;
      }
      int bytes = layout.size(chunk);
      long begin = Math.max(now + nature.delayNanos, busyUntil);
      busyUntil = begin + (long) (bytes / nature.rate * TimeUnit.SECONDS.toNanos(1));
      if (fate < nature.lost + nature.refused) {
        at(begin, () -> ifCurrent(chunk, request, () -> lose(chunk, false)));
        return;
      }
      boolean good = fate >= nature.lost + nature.refused + nature.corrupt;
      at((begin + busyUntil) / 2, () -> arrive(chunk, bytes / 2));
      at(
          busyUntil,
          () -> {
            arrive(chunk, bytes - bytes / 2);
            ifCurrent(chunk, request, () -> finish(chunk, good));
          });
    }

    /** Sometimes the source would rather give another chunk, at once. */
    private int redirected(int wanted, int[] alternatives) {
      return alternatives.length > 0
              && random.nextBoolean()
              && scheduler.redirected(this, wanted, alternatives[0])
          ? alternatives[0]
          : wanted;
    }

    private void arrive(int chunk, int bytes) {
      if (alive) {
        scheduler.arriving(this, chunk, bytes, now);
      }
    }

    private void lose(int chunk, boolean late) {
      forget(chunk);
      failures.merge(chunk, 1, Integer::sum);
      if (late) {
        scheduler.timedOut(this, chunk, now);
      } else {
        scheduler.failed(this, chunk, now);
      }
    }

    private void finish(int chunk, boolean good) {
      forget(chunk);
      for (Source loser : scheduler.received(this, chunk, now)) {
        loser.forget(chunk);
        cancelled++;
      }
      at(
          now + VERIFICATION,
          () -> {
            if (good) {
              assertThat(verified.add(chunk)).as("verified twice").isTrue();
              scheduler.verified(chunk);
              delivered++;
            } else {
              failures.merge(chunk, 1, Integer::sum);
              die();
              scheduler.rejected(this, chunk, now);
            }
          });
    }

    private void grow(int chunk) {
      if (alive && has.add(chunk)) {
        scheduler.sourceHas(this, chunk);
      }
    }

    void die() {
      if (alive) {
        alive = false;
        scheduler.removeSource(this);
        asked.forEach(chunk -> failures.merge(chunk, 1, Integer::sum));
        asked.clear();
        sources.remove(this);
      }
    }

    private void forget(int chunk) {
      assertThat(asked.remove(chunk)).isTrue();
      current.remove(key(chunk));
    }

    private void ifCurrent(int chunk, Object request, Runnable action) {
      if (alive && current.get(key(chunk)) == request) {
        action.run();
      }
    }

    private String key(int chunk) {
      return System.identityHashCode(this) + "/" + chunk;
    }
  }

  /** Somebody who reads the file at a steady rate while it is fetched. */
  final class Reader {
    private final Wish wish = Wish.reader();
    private final long nanosPerChunk;
    private int chunk;
    private long due = now;
    long longestWait;

    private Reader(double rate) {
      nanosPerChunk = (long) (CHUNK / rate * TimeUnit.SECONDS.toNanos(1));
      wishes.add(wish);
    }

    private void read() {
      while (chunk < layout.count()
          && now >= due
          && scheduler.state(chunk) == ChunkState.VERIFIED) {
        longestWait = Math.max(longestWait, now - due);
        chunk++;
        wish.moveTo((long) chunk * CHUNK);
        due = now + nanosPerChunk;
        at(due, () -> {});
      }
    }

    /** Reads on elsewhere. */
    void seek(int where) {
      chunk = where;
      due = now;
      wish.moveTo((long) chunk * CHUNK);
    }
  }

  final ChunkLayout layout;
  final ChunkScheduler<Source> scheduler;
  final Set<Source> sources = new LinkedHashSet<>();
  final Set<Integer> verified = new HashSet<>();
  final Map<Integer, Integer> requests = new HashMap<>();
  final Map<Integer, Integer> failures = new HashMap<>();
  final Wishes wishes = new Wishes();
  final List<Reader> readers = new ArrayList<>();
  int fetched;
  int delivered;
  int cancelled;

  private final RandomGenerator random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<String, Object> current = new HashMap<>();
  private long order;
  private long now;

  SimulatedSwarm(long length, ChunkSet held, RandomGenerator random) {
    this.layout = new ChunkLayout(length, CHUNK);
    this.random = random;
    scheduler = new ChunkScheduler<>(layout, held, random, ChunkScheduler.Options.DEFAULT, wishes);
  }

  /** A source that is there from the start. */
  Source source(Nature nature, ChunkSet has) {
    Source source = new Source(nature, has);
    sources.add(source);
    scheduler.addSource(source, source.window);
    scheduler.sourceSet(source, has);
    return source;
  }

  /** A reader that begins at the beginning; its rate is in bytes/s. */
  Reader reader(double rate) {
    Reader reader = new Reader(rate);
    readers.add(reader);
    return reader;
  }

  /** A reader reads on elsewhere at some time. */
  void jump(long atNanos, Reader reader, int chunk) {
    at(atNanos, () -> reader.seek(chunk));
  }

  /** A source gets one chunk more at some time. */
  void growth(long atNanos, Source source, int chunk) {
    at(atNanos, () -> source.grow(chunk));
  }

  /** A source is lost at some time. */
  void death(long atNanos, Source source) {
    at(atNanos, source::die);
  }

  /** Runs to the end; returns how long it took, nanoseconds. */
  long run() {
    at(now, this::tick);
    while (!scheduler.isComplete()) {
      Event event = events.remove();
      now = event.at;
      assertThat(now).as("virtual time at which the download still runs").isLessThan(PATIENCE);
      event.action.run();
      readers.forEach(Reader::read);
      Set.copyOf(sources).forEach(this::fill);
    }
    return now;
  }

  private void tick() {
    at(now + TICK, this::tick);
  }

  private void fill(Source source) {
    for (int chunk = scheduler.next(source, now); chunk >= 0; chunk = scheduler.next(source, now)) {
      source.ask(chunk);
    }
  }

  private long holders(int chunk) {
    return sources.stream().filter(source -> source.asked.contains(chunk)).count();
  }

  private void at(long time, Runnable action) {
    events.add(new Event(time, order++, action));
  }
}
