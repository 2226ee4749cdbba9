package dev.shoal.tracker.internal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private final Catalogue catalogue = new Catalogue(new Random(1));

  @Test
  void shouldFindEntryWhenEveryWordMatchesOrBegins() {
    accept(1, "Annual Report 2024.pdf", "finance");
    accept(2, "Annual picnic.jpg");

    assertThat(find("annual")).containsExactly(2, 1);
    assertThat(find("ann rep")).containsExactly(1);
    assertThat(find("PDF 2024 annual")).containsExactly(1);
    assertThat(find("fin")).containsExactly(1);
    assertThat(find("nual")).isEmpty();
    assertThat(find("annual missing")).isEmpty();
  }

  @Test
  void shouldGiveEntryBackWhenItIsAskedForById() {
    accept(0, "other");
    catalogue.accept(
        Some.file(1, "Näme 🐟", "tag", "zwei").toBuilder().setCompletedCount(1L << 40).build());

    assertThat(catalogue.get(Some.fileId(1)))
        .isEqualTo(
            new FileEntry(
                1,
                Some.fileId(1),
                100,
                "Näme 🐟",
                List.of("tag", "zwei"),
                Some.peerId(3),
                7,
                1L << 40));
    assertThat(catalogue.get(Some.fileId(2))).isNull();
  }

  @Test
  void shouldFindEntryByItsNewWordsOnlyWhenItWasRenamed() {
    accept(0, "old name", "tag");
    accept(1, "another");
    accept(0, "new name");

    assertThat(find("old")).isEmpty();
    assertThat(find("tag")).isEmpty();
    assertThat(find("new")).containsExactly(0);
    assertThat(find("name")).containsExactly(0);
    assertThat(find("")).containsExactly(1, 0);
    assertThat(catalogue.size()).isEqualTo(2);
  }

  @Test
  void shouldPageStablyWhenFilesArePublishedInBetween() {
    for (int i = 0; i < 10; i++) {
      accept(i, "file " + i);
    }
    Page first = search("file", 0, 4);
    accept(10, "file 10");
    Page second = search("file", first.next(), 4);
    Page third = search("file", second.next(), 4);

    assertThat(numbers(first)).containsExactly(9, 8, 7, 6);
    assertThat(numbers(second)).containsExactly(5, 4, 3, 2);
    assertThat(numbers(third)).containsExactly(1, 0);
    assertThat(third.next()).isZero();
  }

  @Test
  void shouldEndWithoutCursorWhenPageIsExactlyFull() {
    accept(0, "file");
    accept(1, "file");

    assertThat(search("file", 0, 2).next()).isZero();
    assertThat(search("", 0, 2).next()).isZero();
  }

  @Test
  void shouldFillPagesAtOnceWhenEverythingSharesThePrefix() {
    int files = 5 * Segment.WIDTH;
    for (int i = 0; i < files; i++) {
      accept(i, "file" + i + " f" + i);
    }

    assertThat(search("f", 0, 100).entries()).hasSize(100);
    assertThat(search("f file", 0, 100).entries()).hasSize(100);
    assertThat(allPages("fil f", 100)).hasSize(files).isSortedAccordingTo((a, b) -> b - a);
    assertThat(find("file1700 f")).hasSize(11).startsWith(17009).endsWith(1700);
  }

  @Test
  void shouldFindNothingInOneSearchWhenCommonWordsAreNeverTogether() {
    for (int i = 0; i < 10 * Segment.WIDTH; i++) {
      accept(i, i % 2 == 0 ? "even common" : "odd common");
    }

    Page page = search("even odd", 0, 10);

    assertThat(page.entries()).isEmpty();
    assertThat(page.next()).isZero();
  }

  @Test
  void shouldEndPageEarlyWhenSearchWouldTakeTooLong() {
    String half = words("a", 31);
    for (int i = 0; i < 40_000; i++) {
      accept(i, half + (i % 2 == 0 ? " b" : " c"));
    }

    String text = "a " + words("a", 13) + " b c";
    Page page = search(text, 0, 10);
    int pages = 1;
    while (page.next() != 0) {
      assertThat(page.entries()).isEmpty();
      page = search(text, page.next(), 10);
      pages++;
    }

    assertThat(pages).isBetween(2, 40_000 * 32 / Segment.FULL);
  }

  @Test
  void shouldFindLoadedFilesNewestFirstWhileItIsWarming() {
    for (int i = 0; i < 10_000; i++) {
      catalogue.load(Some.file(i, "file " + i));
    }
    assertThat(catalogue.isWarming()).isTrue();
    assertThat(catalogue.get(Some.fileId(0))).isNotNull();
    assertThat(find("file")).isEmpty();
    assertThat(find("")).startsWith(9999, 9998);

    accept(10_000, "file published");
    accept(3, "file renamed");
    assertThat(find("file")).containsExactly(10_000);

    assertThat(catalogue.indexSome(3)).isTrue();
    Page first = search("file", 0, 3);
    assertThat(numbers(first)).containsExactly(10_000, 9999, 9998);
    accept(9999, "changed");
    assertThat(find("chang")).containsExactly(9999);

    assertThat(catalogue.indexSome(20_000)).isFalse();
    assertThat(catalogue.isWarming()).isFalse();
    assertThat(numbers(search("file", first.next(), 2))).containsExactly(9997, 9996);
    assertThat(find("renamed")).containsExactly(3);
    assertThat(allPages("file", 100)).hasSize(10_000);
  }

  @Test
  void shouldRefuseToLoadWhenFilesWereAccepted() {
    accept(0, "first");

    assertThatThrownBy(() -> catalogue.load(Some.file(1, "second")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldTakeNoMoreMemoryWhenFilesAreRenamedForEver() {
    for (int i = 0; i < 100; i++) {
      accept(i, "name");
    }
    for (int round = 0; round < 200; round++) {
      for (int i = 0; i < 100; i++) {
        accept(i, "n".repeat(1 + (round * 31 + i) % 1000));
      }
    }

    assertThat(catalogue.entryBytes()).isLessThan(100 * 5 * 1100);
    assertThat(allPages("n", 100)).hasSize(100);
  }

  @Test
  void shouldFindEverythingWhenSealedFilesAreRenamedToManyWords() {
    int files = 2 * Segment.WIDTH;
    for (int i = 0; i < files; i++) {
      accept(i, "one" + i);
    }
    for (int i = 0; i < files; i++) {
      accept(i, words("w" + i + "x", 40));
    }

    assertThat(find("one")).isEmpty();
    assertThat(allPages("w", 100)).hasSize(files);
    assertThat(find("w77x5")).containsExactly(77);
    assertThat(find("w77x5 w78x5")).isEmpty();
  }

  @Test
  void shouldFindEverythingWhenNumbersComeOutOfOrder() {
    List.of(5, 20_000, 7, 9_000, 0, 20_001, 8_000).forEach(number -> accept(number, "file"));

    assertThat(find("file")).containsExactly(20_001, 20_000, 9_000, 8_000, 7, 5, 0);
  }

  private static String words(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(Collectors.joining(" "));
  }

  private void accept(int number, String name, String... tags) {
    catalogue.accept(Some.file(number, name, tags));
  }

  private List<Integer> find(String text) {
    return numbers(search(text, 0, 100));
  }

  private List<Integer> allPages(String text, int limit) {
    List<Integer> found = new ArrayList<>();
    int before = 0;
    do {
      Page page = search(text, before, limit);
      found.addAll(numbers(page));
      before = page.next();
    } while (before != 0);
    return found;
  }

  private Page search(String text, int before, int limit) {
    return catalogue.search(Words.of(List.of(text)), before, limit);
  }

  private static List<Integer> numbers(Page page) {
    return page.entries().stream().map(FileEntry::number).toList();
  }
}
