package dev.shoal.tracker.internal;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Sources in no order: constant time to add and remove, and to look at some from a random place.
 */
final class SourceList {
  private Source[] sources = new Source[2];
  private int size;

  int size() {
    return size;
  }

  void add(Source source) {
    if (size == sources.length) {
      sources = Arrays.copyOf(sources, size * 2);
    }
    sources[size] = source;
    source.slot = size++;
  }

  /** Takes a source out that is in; the last one moves to its slot. */
  void remove(Source source) {
    Source last = sources[--size];
    sources[source.slot] = last;
    last.slot = source.slot;
    source.slot = Source.NO_SLOT;
    release();
  }

  /**
   * Offers a contiguous run from a random place, at most each source once.
   *
   * @param wanted how many are to be taken
   * @param taker says whether it takes a source
   * @return how many were taken; fewer than wanted also where the taker refused so many that a
   *     longer search would cost out of proportion
   */
  int sample(int wanted, RandomGenerator random, Predicate<Source> taker) {
    if (size == 0 || wanted <= 0) {
      return 0;
    }
    int start = random.nextInt(size);
    int looks = Math.min(size, 4 * wanted + 16);
    int taken = 0;
    for (int i = 0; i < looks && taken < wanted; i++) {
      int at = start + i;
      if (taker.test(sources[at < size ? at : at - size])) {
        taken++;
      }
    }
    return taken;
  }

  /**
   * Clears the vacated slot, and shrinks only when three quarters are vacant, lest it oscillates.
   */
  private void release() {
    Arrays.fill(sources, size, size + 1, null);
    if (size >= 4 && size <= sources.length / 4) {
      sources = Arrays.copyOf(sources, sources.length / 2);
    }
  }
}
