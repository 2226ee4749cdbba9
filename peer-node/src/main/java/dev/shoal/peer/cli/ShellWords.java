package dev.shoal.peer.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into words: at spaces, but not within single or double quotes or after a backslash.
 * A line that begins with a # is a comment and has none.
 */
final class ShellWords {
  private static final char NONE = 0;

  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private char quote = NONE;

  private ShellWords() {}

  /**
   * The words of a line.
   *
   * @throws IllegalArgumentException if a quote is not closed
   */
  static List<String> split(String line) {
    if (line.stripLeading().startsWith("#")) {
      return List.of();
    }
    ShellWords words = new ShellWords();
    for (int i = 0; i < line.length(); i++) {
      char next = line.charAt(i);
      if (next == '\\' && words.quote != '\'' && i + 1 < line.length()) {
        i++;
        words.add(line.charAt(i));
      } else {
        words.take(next);
      }
    }
    return words.finished();
  }

  private void take(char next) {
    if (quote != NONE) {
      if (next == quote) {
        quote = NONE;
      } else {
        word.append(next);
      }
    } else if (next == '\'' || next == '"') {
      quote = next;
      inWord = true; // if only an empty one
    } else if (Character.isWhitespace(next)) {
      endWord();
    } else {
      add(next);
    }
  }

  private void add(char next) {
    word.append(next);
    inWord = true;
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private List<String> finished() {
    if (quote != NONE) {
      throw new IllegalArgumentException("a quote " + quote + " is not closed");
    }
    endWord();
    return List.copyOf(words);
  }
}
