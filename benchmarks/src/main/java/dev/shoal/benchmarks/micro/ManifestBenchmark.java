package dev.shoal.benchmarks.micro;

import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.HashTree;
import dev.shoal.protocol.Manifest;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The upper levels of the hash tree: from a file's 64 KiB hashes to its root and id, and to larger
 * chunks. Beside them as many plain SHA-256 of 64 bytes as a tree has parents.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class ManifestBenchmark extends MicroBenchmark {
  /** Chunks of 64 KiB, thus files of 256 MiB and 64 GiB. */
  @Param({"4096", "1048576"})
  private int chunks;

  private final MessageDigest sha256 = HashTree.sha256();
  private final byte[] digest = new byte[HashTree.HASH_LENGTH];
  private ChunkLayout layout;
  private byte[] hashes;
  private Manifest manifest;

  /** Makes up the hashes. */
  @Setup
  public void make() {
    layout = new ChunkLayout((long) chunks * ChunkSize.MIN, ChunkSize.MIN);
    hashes = new byte[chunks * HashTree.HASH_LENGTH];
    new SplittableRandom(chunks).nextBytes(hashes);
    manifest = Manifest.of(layout, hashes);
  }

  /** What a downloader does with hashes from a stranger: copy, fold to the root, derive the id. */
  @Benchmark
  public Manifest root() {
    return Manifest.of(layout, hashes);
  }

  /** From 64 KiB to 256 KiB, and the root of that once more. */
  @Benchmark
  public Manifest coarsen() {
    return manifest.coarsen(ChunkSize.DEFAULT);
  }

  @Benchmark
  public byte[] plainSha256() throws DigestException {
    for (int parent = 1; parent < chunks; parent++) {
      sha256.update(hashes, (parent - 1) * HashTree.HASH_LENGTH, 2 * HashTree.HASH_LENGTH);
      sha256.digest(digest, 0, digest.length);
    }
    return digest;
  }
}
