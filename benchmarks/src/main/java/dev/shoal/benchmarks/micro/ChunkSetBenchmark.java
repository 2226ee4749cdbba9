package dev.shoal.benchmarks.micro;

import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ProtocolException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A set with every other chunk, by chance: single chunks in random order, and the wire form. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class ChunkSetBenchmark extends MicroBenchmark {
  /** Chunks of the file: the most by default, and the most there may be. */
  @Param({"4096", "1048576"})
  private int chunks;

  private ChunkSet set;
  private byte[] wire;
  private int[] order;
  private int turn;

  /** Fills half of the set. */
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(chunks);
    set = ChunkSet.empty(chunks);
    for (int chunk = 0; chunk < chunks; chunk++) {
      if (random.nextBoolean()) {
        set.add(chunk);
      }
    }
    wire = set.toBytes();
    order = random.ints(4096, 0, chunks).toArray();
  }

  @Benchmark
  public boolean contains() {
    return set.contains(any());
  }

  /** Adds a chunk, or takes it out again if it is there, so that the set stays half full. */
  @Benchmark
  public boolean addOrRemove() {
    int chunk = any();
    return set.add(chunk) || set.remove(chunk);
  }

  @Benchmark
  public int next() {
    return set.next(any());
  }

  /** Visits every chunk of the set. */
  @Benchmark
  public int nextThroughAll() {
    int sum = 0;
    for (int chunk = set.next(0); chunk >= 0; chunk = set.next(chunk + 1)) {
      sum += chunk;
    }
    return sum;
  }

  @Benchmark
  public byte[] toBytes() {
    return set.toBytes();
  }

  @Benchmark
  public ChunkSet fromBytes() throws ProtocolException {
    return ChunkSet.fromBytes(chunks, wire);
  }

  private int any() {
    return order[turn++ & (order.length - 1)];
  }
}
