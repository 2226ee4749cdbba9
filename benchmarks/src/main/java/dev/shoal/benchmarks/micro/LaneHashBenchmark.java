package dev.shoal.benchmarks.micro;

import dev.shoal.protocol.ChunkHasher;
import dev.shoal.protocol.HashTree;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Hashing one chunk with the plain digest, and in SIMD lanes.
 *
 * <p>With {@code -jvmArgsPrepend "-XX:+UnlockDiagnosticVMOptions -XX:-UseSHA256Intrinsics"} as on a
 * processor without SHA extensions, with {@code -XX:UseAVX=2} as on one without AVX-512.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector"})
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class LaneHashBenchmark extends MicroBenchmark {
  private static final String HASHING = "dev.shoal.hashing";

  /** Bytes of the chunk. */
  @Param({"262144", "4194304"})
  private int chunkSize;

  /** Where the chunk lies: direct as it arrives from a socket, or on the heap. */
  @Param({"true", "false"})
  private boolean direct;

  /** What the system property says. */
  @Param({"plain", "lanes"})
  private String hashing;

  private ChunkHasher hasher;
  private ByteBuffer chunk;

  /** Makes the hasher, and fills the chunk. */
  @Setup
  public void fill() {
    System.setProperty(HASHING, hashing);
    hasher = new ChunkHasher();
    byte[] bytes = new byte[chunkSize];
    new SplittableRandom(chunkSize).nextBytes(bytes);
    chunk = direct ? ByteBuffer.allocateDirect(chunkSize) : ByteBuffer.allocate(chunkSize);
    chunk.put(bytes);
  }

  /** Leaves other benchmarks of the process as they are. */
  @TearDown
  public void restore() {
    System.clearProperty(HASHING);
  }

  @Benchmark
  public byte[] tree(Volume volume) {
    volume.add(chunkSize);
    return hasher.hash(chunk.rewind(), chunkSize / HashTree.LEAF_SIZE);
  }
}
