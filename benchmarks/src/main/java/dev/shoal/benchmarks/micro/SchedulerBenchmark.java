package dev.shoal.benchmarks.micro;

import dev.shoal.peer.internal.schedule.ChunkScheduler;
import dev.shoal.peer.internal.schedule.SourceWindow;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ChunkSize;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The decisions of a whole download: every chunk asked of some source, arrived and verified. One
 * source is a seeder, each other has half of the chunks. What a chunk costs should not depend on
 * how many there are: see {@code chunks} beside the result.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class SchedulerBenchmark extends MicroBenchmark {
  private record Asked(Integer source, int chunk) {}

  /** Chunks decided on. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Decided {
    public long decisions;
  }

  @Param({"1000", "10000", "100000"})
  private int chunks;

  @Param({"16", "200"})
  private int sources;

  private ChunkLayout layout;
  private ChunkScheduler<Integer> scheduler;
  private final Queue<Asked> underWay = new ArrayDeque<>();
  private long now;

  /** A new download, whose sources are all known. */
  @Setup(Level.Invocation)
  public void begin() {
    SplittableRandom random = new SplittableRandom(chunks);
    layout = new ChunkLayout((long) chunks * ChunkSize.MIN, ChunkSize.MIN);
    scheduler = new ChunkScheduler<>(layout, ChunkSet.empty(chunks), random);
    for (int source = 0; source < sources; source++) {
      scheduler.addSource(source, new SourceWindow(ChunkSize.MIN));
      scheduler.sourceSet(source, source == 0 ? ChunkSet.complete(chunks) : half(random));
    }
  }

  private ChunkSet half(SplittableRandom random) {
    ChunkSet set = ChunkSet.empty(chunks);
    for (int chunk = 0; chunk < chunks; chunk++) {
      if (random.nextBoolean()) {
        set.add(chunk);
      }
    }
    return set;
  }

  /** All of it, each source in turn as far as its window goes. */
  @Benchmark
  public int download(Decided decided) {
    while (!scheduler.isComplete()) {
      for (int source = 0; source < sources; source++) {
        for (int chunk = scheduler.next(source, now);
            chunk >= 0;
            chunk = scheduler.next(source, now)) {
          scheduler.requested(source, chunk, now);
          underWay.add(new Asked(source, chunk));
        }
      }
      now += TimeUnit.MILLISECONDS.toNanos(1);
      for (Asked asked = underWay.poll(); asked != null; asked = underWay.poll()) {
        arrive(asked);
      }
    }
    decided.decisions += chunks;
    return scheduler.remaining();
  }

  private void arrive(Asked asked) {
    if (scheduler.isRequested(asked.source, asked.chunk)) {
      scheduler.arriving(asked.source, asked.chunk, layout.size(asked.chunk), now);
      scheduler.received(asked.source, asked.chunk, now);
      scheduler.verified(asked.chunk);
    }
  }
}
