package dev.shoal.tracker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNumbersTest {
  private final FileNumbers numbers = new FileNumbers();

  @Test
  void shouldFindEveryFileWhenThereAreMany() {
    for (int i = 0; i < 10_000; i++) {
      numbers.add(Some.id(i));
    }

    for (int i = 0; i < 10_000; i++) {
      int expected = i;
      assertThat(numbers.find(Some.id(i), number -> number == expected)).isEqualTo(i);
    }
    assertThat(numbers.find(Some.id(10_000), number -> true)).isEqualTo(-1);
    assertThat(numbers.size()).isEqualTo(10_000);
  }

  @Test
  void shouldLookFurtherWhenCallerDoesNotRecogniseNumber() {
    numbers.add(Some.id(1));
    numbers.add(Some.id(1));

    assertThat(numbers.find(Some.id(1), number -> number == 1)).isEqualTo(1);
    assertThat(numbers.find(Some.id(1), number -> false)).isEqualTo(-1);
  }
}
