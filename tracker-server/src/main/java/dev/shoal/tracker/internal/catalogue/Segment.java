package dev.shoal.tracker.internal.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of a run of entries that were published one after the other.
 *
 * <p>There are up to three layers, of which the younger one counts where both have an entry: the
 * sealed words; those frozen while they are being sealed, too; and the loose ones, to which all
 * changes go.
 */
final class Segment {
  /** Most numbers of a segment, so that one fits into 12 bits. */
  static final int WIDTH = 4096;

  /** Numbers under words with which a segment is complete. */
  static final int FULL = 32_768;

  /** Numbers under words that were renamed with which a segment is sealed anew. */
  static final int RENAMED = 2048;

  private final int base;
  private final int high;
  private final SealedWords sealed;
  private int low;
  private @Nullable LooseWords frozen;
  private LooseWords loose;

  /**
   * A segment without entries.
   *
   * @param base the lowest number that it can have
   * @param low the lowest number that it has or will have first
   */
  Segment(int base, int low) {
    this(base, low, base + WIDTH, SealedWords.NONE, new LooseWords());
  }

  private Segment(int base, int low, int high, SealedWords sealed, LooseWords loose) {
    this.base = base;
    this.low = low;
    this.high = high;
    this.sealed = sealed;
    this.loose = loose;
  }

  /** What numbers count from in here. */
  int base() {
    return base;
  }

  /** The lowest number that is looked for here. */
  int low() {
    return low;
  }

  /** Whether the number is none of those that this segment can have. */
  boolean excludes(int number) {
    return number < base || number >= high;
  }

  /** Whether so much is loose that it should be sealed. */
  boolean isOverfull(int maxLoose) {
    return loose.size() > maxLoose;
  }

  void add(int number, List<byte[]> words) {
    low = Math.min(low, number);
    loose.add(number - base, words);
  }

  void replace(int number, List<byte[]> old, List<byte[]> words) {
    if (loose.numbers().contains(number - base)) {
      loose.remove(number - base, old);
    }
    loose.add(number - base, words);
  }

  /** Puts the numbers that have all words, less {@link #base()}, into the query's set for them. */
  void find(Query query) {
    sealed.find(query);
    if (frozen != null) {
      query.found.removeAll(frozen.numbers());
      frozen.find(query);
      query.found.addAll(query.loose);
    }
    query.found.removeAll(loose.numbers());
    loose.find(query);
    query.found.addAll(query.loose);
  }

  boolean isBeingSealed() {
    return frozen != null;
  }

  /** Freezes what is loose, and begins to seal it. */
  Sealing seal() {
    LooseWords freezing = loose;
    frozen = freezing;
    loose = new LooseWords();
    boolean isTooMuch = sealed.size() + freezing.size() > FULL + RENAMED;
    return new Sealing(this, sealed, freezing, isTooMuch ? (low + high) / 2 - base : WIDTH);
  }

  /** What follows this segment when it is sealed. */
  Segment with(SealedWords newlySealed) {
    return new Segment(base, low, high, newlySealed, loose);
  }

  /**
   * What follows this segment when it is sealed as two.
   *
   * @param middle where the second begins, counted from the base
   */
  List<Segment> with(SealedWords lower, SealedWords upper, int middle) {
    return List.of(
        new Segment(base, low, base + middle, lower, loose.within(0, middle)),
        new Segment(base, base + middle, high, upper, loose.within(middle, WIDTH)));
  }
}
