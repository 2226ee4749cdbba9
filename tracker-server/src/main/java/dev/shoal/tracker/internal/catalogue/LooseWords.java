package dev.shoal.tracker.internal.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Words of entries that may still change: quick to add to, and several times as large as sealed.
 */
final class LooseWords {
  private static final int WORD_WORK = 30;

  private final NavigableMap<byte[], Postings> words = new TreeMap<>(Arrays::compareUnsigned);
  private final NumberSet numbers = new NumberSet();
  private int size;

  /** How often any number stands under any word. */
  int size() {
    return size;
  }

  /** The words with their numbers, in order. */
  NavigableMap<byte[], Postings> words() {
    return words;
  }

  /** The numbers that were ever added: what is sealed of them no longer holds. */
  NumberSet numbers() {
    return numbers;
  }

  void add(int number, List<byte[]> added) {
    numbers.add(number);
    for (byte[] word : added) {
      words.computeIfAbsent(word, key -> new Postings()).add(number);
    }
    size += added.size();
  }

  /** Takes a number out from under the words it was added with. */
  void remove(int number, List<byte[]> removed) {
    for (byte[] word : removed) {
      words.computeIfPresent(
          word,
          (key, postings) -> {
            postings.remove(number);
            return postings.isEmpty() ? null : postings;
          });
    }
    size -= removed.size();
  }

  /** A copy with the numbers in a range only. */
  LooseWords within(int from, int to) {
    LooseWords part = new LooseWords();
    for (int each = numbers.below(to); each >= from; each = numbers.below(each)) {
      part.numbers.add(each);
    }
    words.forEach(
        (word, postings) ->
            postings.forEach(
                number -> {
                  if (part.numbers.contains(number)) {
                    part.add(number, List.of(word));
                  }
                }));
    return part;
  }

  /** Puts the numbers that have all words into the query's set for them. */
  void find(Query query) {
    query.loose.clear();
    for (int i = 0; i < query.words.size() && size > 0; i++) {
      NumberSet having = i == 0 ? query.loose : query.each;
      having.clear();
      collect(query.words.get(i), having, query);
      if (i > 0 && !query.loose.retainAll(query.each)) {
        return;
      }
    }
  }

  private void collect(byte[] prefix, NumberSet having, Query query) {
    for (var entry : words.tailMap(prefix, true).entrySet()) {
      byte[] word = entry.getKey();
      if (!startsWith(word, prefix)) {
        return;
      }
      entry.getValue().addTo(having);
      query.spend(WORD_WORK + entry.getValue().size());
    }
  }

  private static boolean startsWith(byte[] word, byte[] prefix) {
    return word.length >= prefix.length
        && Arrays.equals(word, 0, prefix.length, prefix, 0, prefix.length);
  }
}
