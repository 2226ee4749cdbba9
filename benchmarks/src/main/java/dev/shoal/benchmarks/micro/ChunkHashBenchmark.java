package dev.shoal.benchmarks.micro;

import dev.shoal.protocol.ChunkHasher;
import dev.shoal.protocol.HashTree;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Hashing one chunk as a tree of 16 KiB leaves, beside one plain SHA-256 over the same bytes. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class ChunkHashBenchmark extends MicroBenchmark {
  /** Bytes of the chunk. */
  @Param({"262144", "4194304"})
  private int chunkSize;

  /** Where the chunk lies: direct as it arrives from a socket, or on the heap. */
  @Param({"true", "false"})
  private boolean direct;

  private final ChunkHasher hasher = new ChunkHasher();
  private final MessageDigest sha256 = HashTree.sha256();
  private ByteBuffer chunk;

  /** Fills the chunk. */
  @Setup
  public void fill() {
    byte[] bytes = new byte[chunkSize];
    new SplittableRandom(chunkSize).nextBytes(bytes);
    chunk = direct ? ByteBuffer.allocateDirect(chunkSize) : ByteBuffer.allocate(chunkSize);
    chunk.put(bytes);
  }

  @Benchmark
  public byte[] tree(Volume volume) {
    volume.add(chunkSize);
    return hasher.hash(chunk.rewind(), chunkSize / HashTree.LEAF_SIZE);
  }

  @Benchmark
  public byte[] plainSha256(Volume volume) {
    volume.add(chunkSize);
    sha256.update(chunk.rewind());
    return sha256.digest();
  }
}
