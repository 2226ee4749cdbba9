package dev.shoal.tracker.internal.catalogue;

import java.util.Arrays;

/** Packs words that come in order, each followed by its numbers, into {@link SealedWords}. */
final class SealedWordsWriter {
  private byte[] words = new byte[1 << 12];
  private int[] groups = new int[1 << 8];
  private int[] starts = new int[1 << 8];
  private char[] numbers = new char[1 << 12];
  private int wordsEnd;
  private int numbersEnd;
  private int wordCount;
  private int wordStart;
  private byte[] previous = new byte[0];

  /** Adds a number to the word at hand. */
  void number(int number) {
    if (numbersEnd == numbers.length) {
      numbers = Arrays.copyOf(numbers, numbersEnd * 2);
    }
    numbers[numbersEnd++] = (char) number;
  }

  /** Ends the word at hand; without numbers it is left out. */
  void endWord(byte[] word) {
    int count = numbersEnd - wordStart;
    if (count > 0) {
      write(word, beginGroup() ? 0 : Arrays.mismatch(previous, word), count);
      previous = word;
      wordCount++;
      wordStart = numbersEnd;
    }
  }

  SealedWords finish() {
    int groupCount = (wordCount + SealedWords.GROUP - 1) / SealedWords.GROUP;
    return new SealedWords(
        Arrays.copyOf(words, wordsEnd),
        Arrays.copyOf(groups, groupCount),
        Arrays.copyOf(starts, groupCount),
        Arrays.copyOf(numbers, numbersEnd));
  }

  private boolean beginGroup() {
    if (wordCount % SealedWords.GROUP != 0) {
      return false;
    }
    int group = wordCount / SealedWords.GROUP;
    if (group == groups.length) {
      groups = Arrays.copyOf(groups, group * 2);
      starts = Arrays.copyOf(starts, group * 2);
    }
    groups[group] = wordsEnd;
    starts[group] = wordStart;
    return true;
  }

  private void write(byte[] word, int shared, int count) {
    int others = word.length - shared;
    if (wordsEnd + others + 4 > words.length) {
      words = Arrays.copyOf(words, words.length * 2);
    }
    words[wordsEnd++] = (byte) shared;
    words[wordsEnd++] = (byte) others;
    System.arraycopy(word, shared, words, wordsEnd, others);
    wordsEnd += others;
    if (count > Byte.MAX_VALUE) {
      words[wordsEnd++] = (byte) (count | 0x80);
      words[wordsEnd++] = (byte) (count >>> 7);
    } else {
      words[wordsEnd++] = (byte) count;
    }
  }
}
