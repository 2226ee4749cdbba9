package dev.shoal.tracker.internal;

import java.util.Arrays;

/**
 * The numbers of the entries that hold one word, ascending. New entries have the highest number.
 */
final class Postings {
  private final String word;
  private int[] numbers = new int[1];
  private int size;

  Postings(String word) {
    this.word = word;
  }

  /** The word, the one instance that entries share. */
  String word() {
    return word;
  }

  int size() {
    return size;
  }

  /** Adds a number that is not in: in constant time if it is the highest. */
  void add(int number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    int at = size == 0 || numbers[size - 1] < number ? size : -search(number) - 1;
    System.arraycopy(numbers, at, numbers, at + 1, size - at);
    numbers[at] = number;
    size++;
  }

  /** Removes a number that is in. */
  void remove(int number) {
    int at = search(number);
    size--;
    System.arraycopy(numbers, at + 1, numbers, at, size - at);
  }

  /** Copies all numbers; returns the offset behind them. */
  int copyTo(int[] target, int offset) {
    System.arraycopy(numbers, 0, target, offset, size);
    return offset + size;
  }

  private int search(int number) {
    return Arrays.binarySearch(numbers, 0, size, number);
  }
}
