package dev.shoal.tracker.internal.catalogue;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sealing of a segment: goes through its sealed and its frozen words in order and packs them
 * together, a few at a time. A segment that has become too much is sealed as two.
 */
final class Sealing {
  private final Segment segment;
  private final SealedWords.Cursor old;
  private final LooseWords frozen;
  private final Iterator<Map.Entry<byte[], Postings>> others;
  private final int middle;
  private final SealedWordsWriter lower = new SealedWordsWriter();
  private final SealedWordsWriter upper = new SealedWordsWriter();
  private Map.@Nullable Entry<byte[], Postings> young;

  /**
   * Begins.
   *
   * @param middle the number from which on entries go into a second segment
   */
  Sealing(Segment segment, SealedWords sealed, LooseWords frozen, int middle) {
    this.segment = segment;
    this.frozen = frozen;
    this.middle = middle;
    old = sealed.new Cursor();
    others = frozen.words().entrySet().iterator();
    advance();
  }

  /** The segment that is being sealed, and is searched until then. */
  Segment segment() {
    return segment;
  }

  /**
   * Goes on.
   *
   * @param words after how many to stop
   * @return how many of these were not needed: with any, it is done
   */
  int goOn(int words) {
    int left = words;
    while (left > 0 && (old.isAtWord() || young != null)) {
      sealWord();
      left--;
    }
    return left;
  }

  /** What takes the segment's place when it is done. */
  List<Segment> result() {
    return middle == Segment.WIDTH
        ? List.of(segment.with(lower.finish()))
        : segment.with(lower.finish(), upper.finish(), middle);
  }

  private void sealWord() {
    Map.Entry<byte[], Postings> entry = young;
    int order = entry == null ? -1 : old.isAtWord() ? old.compareTo(entry.getKey()) : 1;
    byte[] word = entry == null || order < 0 ? old.word() : entry.getKey();
    if (order <= 0) {
      old.forEachNumber(this::addOld);
      old.next();
    }
    if (entry != null && order >= 0) {
      entry.getValue().forEach(this::add);
      advance();
    }
    lower.endWord(word);
    upper.endWord(word);
  }

  private void addOld(int number) {
    if (!frozen.numbers().contains(number)) {
      add(number);
    }
  }

  private void add(int number) {
    (number < middle ? lower : upper).number(number);
  }

  private void advance() {
    young = others.hasNext() ? others.next() : null;
  }
}
