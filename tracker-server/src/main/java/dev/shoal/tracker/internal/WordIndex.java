package dev.shoal.tracker.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Finds the numbers of entries by words and their beginnings, without looking at every entry. */
final class WordIndex {
  private final NavigableMap<String, Postings> postings = new TreeMap<>();

  /**
   * Enters a number under words that it is not under.
   *
   * @return the same words, each the one instance of it
   */
  List<String> add(int number, Collection<String> words) {
    List<String> shared = new ArrayList<>(words.size());
    for (String word : words) {
      Postings entered = postings.computeIfAbsent(word, Postings::new);
      entered.add(number);
      shared.add(entered.word());
    }
    return List.copyOf(shared);
  }

  /** Removes a number from under words that it is under. */
  void remove(int number, Collection<String> words) {
    for (String word : words) {
      postings.computeIfPresent(
          word,
          (key, entered) -> {
            entered.remove(number);
            return entered.size() == 0 ? null : entered;
          });
    }
  }

  /**
   * How many numbers are entered under words that begin so; one under several such words counts for
   * each.
   *
   * @param max where counting stops
   */
  int count(String prefix, int max) {
    int count = 0;
    for (Postings entered : startingWith(prefix)) {
      count += entered.size();
      if (count >= max) {
        return max;
      }
    }
    return count;
  }

  /** The numbers under words that begin so, ascending, each once. */
  int[] numbers(String prefix) {
    Collection<Postings> found = startingWith(prefix);
    int[] numbers = new int[found.stream().mapToInt(Postings::size).sum()];
    int end = 0;
    for (Postings entered : found) {
      end = entered.copyTo(numbers, end);
    }
    return Arrays.stream(numbers).sorted().distinct().toArray();
  }

  /** No character sorts behind U+FFFF, and none is assigned there. */
  private Collection<Postings> startingWith(String prefix) {
    return postings.subMap(prefix, true, prefix + Character.MAX_VALUE, false).values();
  }
}
