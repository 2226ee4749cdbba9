package dev.shoal.peer.internal.serve;

import dev.shoal.protocol.ChunkLayout;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which chunks of a file a seeder has given away, so that leechers to whom several chunks are the
 * same get different ones: then each chunk leaves the seeder once before any leaves it twice, and
 * the leechers have something to give each other. Thread-safe.
 *
 * <p>The purpose is that of BitTorrent's super-seeding (BEP 16). There the seeder hides what it
 * has; here the leecher names alternatives, so that nobody ever waits.
 */
final class Spread {
  /** One round, in one chunk size. */
  private static final class Round {
    final BitSet given = new BitSet();
    int count;
  }

  private final long length;
  private final Map<Integer, Round> rounds = new HashMap<>();

  /** Of a file of that length, nothing given away. */
  Spread(long length) {
    this.length = length;
  }

  /**
   * The first chunk that was not given away in this round, or else the first; it is from now on.
   * Numbers that are no chunk of the file are passed over.
   */
  synchronized int choose(int chunkSize, List<Integer> chunks) {
    int total = new ChunkLayout(length, chunkSize).count();
    Round round = rounds.computeIfAbsent(chunkSize, size -> new Round());
    for (int chunk : chunks) {
      if (chunk >= 0 && chunk < total && !round.given.get(chunk)) {
        give(round, chunk, total);
        return chunk;
      }
    }
    return chunks.get(0);
  }

  private static void give(Round round, int chunk, int total) {
    round.given.set(chunk);
    if (++round.count == total) {
      round.given.clear();
      round.count = 0;
    }
  }
}
