package dev.shoal.peer.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/** Guesses which word somebody meant who has written another. */
final class Nearest {
  /** So short a word with two letters changed is another one. */
  private static final int SHORT = 3;

  private Nearest() {}

  /** The word that is most like that one, if any is like it. */
  static Optional<String> to(String written, Collection<String> words) {
    int most = written.length() > SHORT ? 2 : 1;
    return words.stream()
        .sorted()
        .filter(word -> changes(written, word) <= most)
        .min(Comparator.comparingInt(word -> changes(written, word)));
  }

  /** How many letters have to be added, left out or replaced to make one word of another. */
  private static int changes(String from, String to) {
    int[] row = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
