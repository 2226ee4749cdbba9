package dev.shoal.tracker.internal.catalogue;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Takes text apart into the words by which it is found, each as bytes of UTF-8.
 *
 * <p>A word is a run of letters, digits, marks and pictographs; everything else separates. Text is
 * brought into compatibility form (Unicode NFKC) and its case folded, so that what people take for
 * the same word is the same word. Of a very long word only the beginning counts.
 */
final class Words {
  /** Most words under which one file is found: the first in the order of their bytes. */
  static final int MAX_OF_ENTRY = 64;

  /** Bytes of a word that count. */
  static final int MAX_BYTES = 255;

  private final List<byte[]> words = new ArrayList<>();

  private Words() {}

  /** The distinct words of the texts, in the order of their bytes, unsigned. */
  static List<byte[]> of(List<String> texts) {
    Words words = new Words();
    texts.forEach(words::addAll);
    return words.sorted();
  }

  /** The words under which an entry is found that has these texts. */
  static List<byte[]> ofEntry(List<String> texts) {
    List<byte[]> words = of(texts);
    return words.size() > MAX_OF_ENTRY ? words.subList(0, MAX_OF_ENTRY) : words;
  }

  private void addAll(String text) {
    if (!splitAscii(text)) {
      split(fold(text));
    }
  }

  /** The quick way, for the text that most names are; returns whether it could be gone. */
  private boolean splitAscii(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length != text.length()) {
      return false;
    }
    int start = 0;
    for (int at = 0; at < bytes.length; at++) {
      byte each = bytes[at];
      if (each >= 'A' && each <= 'Z') {
        bytes[at] = (byte) (each + ('a' - 'A'));
      } else if (!((each >= 'a' && each <= 'z') || (each >= '0' && each <= '9'))) {
        add(bytes, start, at);
        start = at + 1;
      }
    }
    add(bytes, start, bytes.length);
    return true;
  }

  /** Through upper case first, which folds what has no lower case of its own, such as ß and ς. */
  private static String fold(String text) {
    String folded =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKC);
  }

  private void split(String text) {
    int start = 0;
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      int next = at + Character.charCount(codePoint);
      if (!isPartOfWord(codePoint)) {
        add(text.substring(start, at));
        start = next;
      }
      at = next;
    }
    add(text.substring(start));
  }

  private void add(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    add(bytes, 0, bytes.length);
  }

  private void add(byte[] bytes, int start, int end) {
    if (end > start) {
      words.add(Arrays.copyOfRange(bytes, start, Math.min(end, start + MAX_BYTES)));
    }
  }

  private List<byte[]> sorted() {
    words.sort(Arrays::compareUnsigned);
    List<byte[]> distinct = new ArrayList<>(words.size());
    for (byte[] word : words) {
      if (distinct.isEmpty() || !Arrays.equals(distinct.get(distinct.size() - 1), word)) {
        distinct.add(word);
      }
    }
    return distinct;
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
