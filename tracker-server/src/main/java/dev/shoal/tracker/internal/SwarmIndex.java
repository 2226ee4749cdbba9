package dev.shoal.tracker.internal;

import dev.shoal.protocol.FileId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Who is a visible source of which file. Adding and removing take constant time; a sample of k
 * takes O(k), however large the swarm.
 */
final class SwarmIndex {
  private final Map<FileId, Swarm> swarms = new HashMap<>();
  private final RandomGenerator random;
  private long size;

  SwarmIndex(RandomGenerator random) {
    this.random = random;
  }

  /** Makes a source visible; does nothing if it is. */
  void show(Source source) {
    if (source.swarm == null) {
      Swarm swarm = swarms.computeIfAbsent(source.file, file -> new Swarm());
      swarm.add(source);
      source.swarm = swarm;
      size++;
    }
  }

  /** Makes a source invisible; does nothing if it is. */
  void hide(Source source) {
    Swarm swarm = source.swarm;
    if (swarm != null) {
      swarm.remove(source);
      source.swarm = null;
      size--;
      if (swarm.isEmpty()) {
        swarms.remove(source.file);
      }
    }
  }

  /**
   * Offers random sources of a file, each at most once: seeders first, or leechers only.
   *
   * @param wanted how many are to be taken
   * @param complete the asker has the whole file, so seeders are no use to it
   * @param taker says whether it takes a source
   */
  void sample(FileId file, int wanted, boolean complete, Predicate<Source> taker) {
    Swarm swarm = swarms.get(file);
    if (swarm != null) {
      int seeders = complete ? 0 : swarm.seeders().sample(wanted, random, taker);
      swarm.leechers().sample(wanted - seeders, random, taker);
    }
  }

  /** Number of visible seeders, those that cannot be dialled included. */
  int seederCount(FileId file) {
    Swarm swarm = swarms.get(file);
    return swarm == null ? 0 : swarm.seederCount();
  }

  /** Number of visible leechers, those that cannot be dialled included. */
  int leecherCount(FileId file) {
    Swarm swarm = swarms.get(file);
    return swarm == null ? 0 : swarm.leecherCount();
  }

  /** Number of visible sources in all swarms. */
  long size() {
    return size;
  }

  /** Number of files with a visible source. */
  int swarmCount() {
    return swarms.size();
  }
}
