package dev.shoal.tracker.internal.catalogue;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** The numbers under one word, in no order. */
final class Postings {
  private char[] numbers = new char[1];
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds a number that is not in. */
  void add(int number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    numbers[size++] = (char) number;
  }

  /** Removes a number that is in. */
  void remove(int number) {
    int at = 0;
    while (numbers[at] != number) {
      at++;
    }
    numbers[at] = numbers[--size];
  }

  void addTo(NumberSet set) {
    set.addAll(numbers, 0, size);
  }

  void forEach(IntConsumer action) {
    for (int i = 0; i < size; i++) {
      action.accept(numbers[i]);
    }
  }
}
