package dev.shoal.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** File contents for tests, and their manifests as a sharer would compute them. */
final class Contents {
  private static final int KIB = 1024;

  /** Lengths next to which something changes. */
  private static final int[] BORDERS = {
    0, 16 * KIB, 32 * KIB, 48 * KIB, 64 * KIB, 128 * KIB, 192 * KIB, 256 * KIB, 512 * KIB
  };

  private Contents() {}

  /** The content that pieces-roots.txt is about. */
  static byte[] patterned(int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) ((i * 31 + (i >> 8)) ^ ((i >> 16) * 7));
    }
    return content;
  }

  /** Lengths up to some 600 KiB, most of them within two bytes of a leaf's or chunk's border. */
  static Arbitrary<Integer> lengths() {
    Arbitrary<Integer> atBorders =
        Arbitraries.of(Arrays.stream(BORDERS).boxed().toList())
            .flatMap(border -> Arbitraries.integers().between(-2, 2).map(d -> border + d))
            .filter(length -> length >= 0);
    return Arbitraries.frequencyOf(
            Tuple.of(3, atBorders), Tuple.of(1, Arbitraries.integers().between(0, 600 * KIB)))
        .withoutEdgeCases(); // the borders above are the edges
  }

  /** Every valid chunk size. */
  static Arbitrary<Integer> chunkSizes() {
    return Arbitraries.integers().between(16, 22).map(exponent -> 1 << exponent);
  }

  /** Hashes content chunk by chunk. */
  static Manifest manifest(byte[] content, int chunkSize) {
    ChunkLayout layout = new ChunkLayout(content.length, chunkSize);
    ChunkHasher hasher = new ChunkHasher();
    ByteBuffer hashes = ByteBuffer.allocate(layout.count() * HashTree.HASH_LENGTH);
    for (int chunk = 0; chunk < layout.count(); chunk++) {
      ByteBuffer bytes =
          ByteBuffer.wrap(content, Math.toIntExact(layout.offset(chunk)), layout.size(chunk));
      hashes.put(hasher.hash(bytes, layout.paddedLeaves()));
    }
    return Manifest.of(layout, hashes.array());
  }
}
