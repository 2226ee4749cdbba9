package dev.shoal.tracker.internal.swarm;

import java.util.SplittableRandom;

/** Chooses sources from a swarm's list at random. {@link SwarmIndex}'s. */
final class Sampler {
  private final Swarms swarms;
  private final Numbering numbering;
  private final SplittableRandom random;

  Sampler(Swarms swarms, Numbering numbering, SplittableRandom random) {
    this.swarms = swarms;
    this.numbering = numbering;
    this.random = random;
  }

  /** Puts random sources of a file into an empty sample, as many as it wants and there are. */
  void sample(int file, SourceSample sample) {
    sample.takeFrom(numbering);
    int[] list = swarms.list(file);
    int seeders = list[SwarmList.SEEDERS];
    int shown = list[SwarmList.SHOWN];
    int own = sample.own() < 0 ? -1 : swarms.entryOf(file, sample.own());
    int leechers = shown - seeders - (own >= seeders && own < shown ? 1 : 0);
    sampleRange(list, 0, seeders, sample.seedersWanted(leechers), sample);
    sampleRange(list, seeders, shown, sample.wanted() - sample.size(), sample);
    boolean counted =
        own >= 0 && (own < shown || (SwarmList.word(list, own) & SwarmList.COUNTED) != 0);
    boolean complete = counted && SwarmList.isComplete(list, own);
    sample.setCounts(
        SwarmList.seederCount(list) - (complete ? 1 : 0),
        SwarmList.leecherCount(list) - (counted && !complete ? 1 : 0));
  }

  /** Offers a contiguous run from a random place, at most each entry once. */
  private void sampleRange(int[] list, int from, int to, int wanted, SourceSample sample) {
    int count = to - from;
    if (count <= 0 || wanted <= 0) {
      return;
    }
    int at = from + (count == 1 ? 0 : random.nextInt(count));
    int looks = Math.min(count, 4 * wanted + 16 + sample.toBePassedOver());
    for (int taken = 0; looks > 0 && taken < wanted; looks--) {
      int word = SwarmList.word(list, at);
      if (sample.offer(word & SwarmList.NUMBER, word < 0)) {
        taken++;
      }
      at = at + 1 == to ? from : at + 1;
    }
  }
}
