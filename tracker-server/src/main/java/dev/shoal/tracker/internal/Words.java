package dev.shoal.tracker.internal;

import java.text.Normalizer;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Takes text apart into the words by which it is found.
 *
 * <p>A word is a run of letters, digits, marks and pictographs; everything else separates. Text is
 * brought into compatibility form (Unicode NFKC) and its case folded, so that what people take for
 * the same word is the same word.
 */
final class Words {
  private Words() {}

  /** The distinct words of the texts, in order of their code units. */
  static SortedSet<String> of(Iterable<String> texts) {
    SortedSet<String> words = new TreeSet<>();
    texts.forEach(text -> split(fold(text), words));
    return words;
  }

  /** Through upper case first, which folds what has no lower case of its own, such as ß and ς. */
  private static String fold(String text) {
    String folded =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKC);
  }

  private static void split(String text, SortedSet<String> words) {
    int start = 0;
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      int next = at + Character.charCount(codePoint);
      if (!isPartOfWord(codePoint)) {
        add(text.substring(start, at), words);
        start = next;
      }
      at = next;
    }
    add(text.substring(start), words);
  }

  private static void add(String word, SortedSet<String> words) {
    if (!word.isEmpty()) {
      words.add(word);
    }
  }

  private static boolean isPartOfWord(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER,
          Character.OTHER_SYMBOL ->
          true;
      default -> Character.isLetterOrDigit(codePoint);
    };
  }
}
