package dev.shoal.benchmarks.load;

import java.util.List;

/** The words that published names are made of, and that searches ask for. Immutable. */
final class Words {
  private final List<String> words;

  /**
   * With the words of a list.
   *
   * @throws IllegalArgumentException if there is none
   */
  Words(List<String> words) {
    if (words.isEmpty() || words.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("words must not be blank, and there must be one");
    }
    this.words = List.copyOf(words);
  }

  /** How many there are. */
  int count() {
    return words.size();
  }

  /** The word with that number. */
  String word(int index) {
    return words.get(index);
  }

  /** Which word a search asks for when it is about that file. */
  int wordOf(int file) {
    return file % words.size();
  }

  /** What a file is called: two words and its number. */
  String nameOf(int file) {
    int second = file / words.size() % words.size();
    return words.get(wordOf(file)) + " " + words.get(second) + " " + file;
  }
}
