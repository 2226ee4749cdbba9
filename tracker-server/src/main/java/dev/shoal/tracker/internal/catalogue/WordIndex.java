package dev.shoal.tracker.internal.catalogue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the numbers of entries by words and the beginnings of words.
 *
 * <p>Numbers ascend in the order of publication, so the index consists of segments, each with the
 * words of a run of numbers, and a search goes from the newest segment to the oldest until its page
 * is full. What it finds is exact: within a segment the numbers under each of its words become a
 * set of bits, and the sets are intersected. A word or beginning that everything shares fills the
 * page from the newest segment alone; one that is rare costs a look-up in every segment, around a
 * microsecond; between these, two beginnings that are each common but never together cost a bit of
 * work for every number under them. When that becomes too much for one search, the page ends early.
 *
 * <p>Nothing is ever sorted or copied as a whole: only the newest segment takes new entries, and a
 * segment that is full, or of which much was renamed, is sealed in slices, one with every change.
 *
 * <p>Entries from before the start are indexed afterwards, newest first. So what a search finds
 * meanwhile is the beginning of what it will find in the end, and pages stay as they were.
 */
final class WordIndex {
  /**
   * Words that are sealed for each that changes: enough to have one segment sealed before the next
   * is due, even if that takes all its words for the few that were renamed.
   */
  private static final int SEAL_RATE = 20;

  private final List<Segment> segments = new ArrayList<>(); // ascending
  private final Queue<Sealing> sealings = new ArrayDeque<>();
  private @Nullable Segment newest; // takes what is published
  private @Nullable Segment oldest; // takes what was published before the start
  private int from;

  /** Leaves the entries below a number for {@link #addOlder}. Only before any was added. */
  void startAt(int number) {
    if (!segments.isEmpty()) {
      throw new IllegalStateException("the index has entries already");
    }
    from = number;
  }

  /** The lowest number that is indexed, or will be when it is added. */
  int from() {
    return from;
  }

  /** Adds an entry with a number not below {@link #from()}. */
  void add(int number, List<byte[]> words) {
    int at = floor(number);
    Segment segment = at < 0 ? null : segments.get(at);
    if (segment == null
        || segment.excludes(number)
        || (at == segments.size() - 1 && segment != newest)) {
      segment = insertBehind(at, number);
    }
    segment.add(number, words);
    sealIfOverfull(segment);
    sealSome(words.size());
  }

  /** Adds an entry with a number below {@link #from()}, which is then the lowest. */
  void addOlder(int number, List<byte[]> words) {
    Segment segment = oldest;
    if (segment == null || segment.excludes(number)) {
      seal(segment);
      segment = new Segment(Math.max(0, number - Segment.WIDTH + 1), number);
      segments.add(0, segment);
      oldest = segment;
    }
    segment.add(number, words);
    from = number;
    if (number == 0) {
      seal(segment);
    } else {
      sealIfOverfull(segment);
    }
    sealSome(words.size());
  }

  /** Replaces the words of an entry that was added. */
  void replace(int number, List<byte[]> old, List<byte[]> words) {
    Segment segment = segments.get(floor(number));
    segment.replace(number, old, words);
    sealIfOverfull(segment);
    sealSome(words.size());
  }

  /**
   * Finds the entries that have every one of the words, as a whole word or as the beginning of one.
   *
   * @param words at least one
   * @param before below which number to look, 0 for everywhere
   * @param limit most numbers to be found
   */
  Hits search(List<byte[]> words, int before, int limit) {
    Query query = new Query(words);
    int[] numbers = new int[limit];
    int count = 0;
    for (int at = before == 0 ? segments.size() - 1 : floor(before - 1); at >= 0; at--) {
      Segment segment = segments.get(at);
      segment.find(query);
      int bound = before == 0 ? Segment.WIDTH : Math.min(Segment.WIDTH, before - segment.base());
      int found = query.found.below(bound);
      while (found >= 0 && count < limit) {
        numbers[count++] = segment.base() + found;
        found = query.found.below(found);
      }
      if (found >= 0) {
        return new Hits(numbers, numbers[count - 1]);
      }
      if (at > 0 && (count == limit || query.isSpent())) {
        return new Hits(Arrays.copyOf(numbers, count), segment.low());
      }
    }
    return new Hits(Arrays.copyOf(numbers, count), 0);
  }

  /** Makes room for a number for which no segment is open. */
  private Segment insertBehind(int at, int number) {
    Segment segment = new Segment(number, number);
    if (at == segments.size() - 1) {
      seal(newest);
      newest = segment;
    }
    segments.add(at + 1, segment);
    return segment;
  }

  private void sealIfOverfull(Segment segment) {
    boolean isOpen = segment == newest || segment == oldest;
    if (segment.isOverfull(isOpen ? Segment.FULL : Segment.RENAMED)) {
      seal(segment);
    }
  }

  private void seal(@Nullable Segment segment) {
    if (segment != null && !segment.isBeingSealed()) {
      sealings.add(segment.seal());
      newest = segment == newest ? null : newest;
      oldest = segment == oldest ? null : oldest;
    }
  }

  private void sealSome(int changedWords) {
    int left = SEAL_RATE * (1 + changedWords);
    for (Sealing next = sealings.peek(); next != null && left > 0; next = sealings.peek()) {
      left = next.goOn(left);
      if (left > 0) {
        sealings.remove();
        int at = floor(next.segment().low());
        List<Segment> sealed = next.result();
        segments.remove(at);
        segments.addAll(at, sealed);
        sealed.forEach(this::sealIfOverfull);
      }
    }
  }

  /** The index of the last segment that does not begin above a number, or -1. */
  private int floor(int number) {
    int low = 0;
    int high = segments.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (segments.get(middle).low() <= number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
