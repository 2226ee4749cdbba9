package dev.shoal.peer.internal.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that are still to be requested, in buckets by the number of partial sources that have
 * them.
 *
 * <p>The idea is that of libtorrent's piece picker: a change of availability moves one chunk to the
 * next bucket and complete sources are not counted at all, since they make every chunk equally more
 * common. The buckets are bit sets instead of one permutation, so that a source with few chunks is
 * intersected with a bucket rather than searched for in it. From {@value #COMMON} holders on chunks
 * count as equally common.
 */
final class RarityBuckets {
  private static final int COMMON = 31;

  private final int count;
  private final short[] holders;
  private final ChunkBits missing;
  private final List<ChunkBits> buckets = new ArrayList<>();

  /** Buckets for {@code count} chunks, none of them missing and without holders. */
  RarityBuckets(int count) {
    this.count = count;
    holders = new short[count];
    missing = new ChunkBits(count);
  }

  /** Number of missing chunks. */
  int missing() {
    return missing.cardinality();
  }

  boolean isMissing(int chunk) {
    return missing.contains(chunk);
  }

  /** Number of missing chunks that no partial source has. */
  int orphans() {
    return bucket(0).cardinality();
  }

  /** Number of partial sources that have the chunk. */
  int holders(int chunk) {
    return holders[chunk] & 0xFFFF;
  }

  /** Makes a chunk one to be requested. */
  void put(int chunk) {
    if (missing.add(chunk)) {
      bucket(holders(chunk)).add(chunk);
    }
  }

  /** Takes a chunk out of those to be requested. */
  void take(int chunk) {
    if (missing.remove(chunk)) {
      bucket(holders(chunk)).remove(chunk);
    }
  }

  /** One more partial source has the chunk. */
  void addHolder(int chunk) {
    move(chunk, 1);
  }

  /** One partial source less has the chunk. */
  void removeHolder(int chunk) {
    move(chunk, -1);
  }

  /**
   * One of the rarest missing chunks, at random, or -1.
   *
   * @param among the chunks of a partial source, null for a complete one
   * @param except chunks not to pick
   */
  int pickRarest(@Nullable ChunkBits among, @Nullable ChunkBits except, RandomGenerator random) {
    // What a partial source has, has a holder.
    for (int rarity = among == null ? 0 : 1; rarity < buckets.size(); rarity++) {
      int chunk = pick(buckets.get(rarity), among, except, random);
      if (chunk >= 0) {
        return chunk;
      }
    }
    return -1;
  }

  /** Any missing chunk, at random, or -1; parameters as in {@link #pickRarest}. */
  int pickAny(@Nullable ChunkBits among, @Nullable ChunkBits except, RandomGenerator random) {
    return pick(missing, among, except, random);
  }

  /** The first missing chunk of {@code from..to-1}, or -1; parameters as in {@link #pickRarest}. */
  int first(int from, int to, @Nullable ChunkBits among, @Nullable ChunkBits except) {
    return missing.firstCommon(among == null ? missing : among, except, from, to);
  }

  /** Up to {@code most} missing chunks that no partial source has, at random. */
  int[] someOrphans(int most, RandomGenerator random) {
    ChunkBits orphans = bucket(0);
    return orphans.cardinality() <= most
        ? IntStream.iterate(orphans.next(0), i -> i >= 0, i -> orphans.next(i + 1)).toArray()
        : IntStream.generate(() -> pick(orphans, null, null, random))
            .limit(most)
            .distinct()
            .toArray();
  }

  private static int pick(
      ChunkBits from,
      @Nullable ChunkBits among,
      @Nullable ChunkBits except,
      RandomGenerator random) {
    return from.isEmpty() ? -1 : from.pickCommon(among == null ? from : among, except, random);
  }

  private void move(int chunk, int step) {
    int before = holders(chunk);
    int after = before + step;
    holders[chunk] = (short) after;
    if (missing.contains(chunk) && Math.min(before, COMMON) != Math.min(after, COMMON)) {
      bucket(before).remove(chunk);
      bucket(after).add(chunk);
    }
  }

  private ChunkBits bucket(int holders) {
    int rarity = Math.min(holders, COMMON);
    while (buckets.size() <= rarity) {
      buckets.add(new ChunkBits(count));
    }
    return buckets.get(rarity);
  }
}
