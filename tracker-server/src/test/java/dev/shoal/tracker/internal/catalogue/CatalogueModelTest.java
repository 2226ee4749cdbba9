package dev.shoal.tracker.internal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.tracker.internal.state.StoredFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Holds the catalogue's search against a scan over a plain map. */
@Tag("any-jdk")
class CatalogueModelTest {
  private record Change(int number, String name, List<String> tags) {
    StoredFile file() {
      return Some.file(number, name, tags.toArray(String[]::new));
    }
  }

  /** Of the changes, some come before the start, and a few between slices of indexing. */
  @Property(tries = 1000)
  void shouldFindWhatScanFindsWhenPaged(
      @ForAll("changes") @Size(max = 60) List<Change> changes,
      @ForAll @IntRange(max = 30) int loaded,
      @ForAll("texts") String text,
      @ForAll @IntRange(min = 1, max = 10) int limit) {
    Catalogue catalogue = new Catalogue(new Random(1));
    Map<Integer, Change> model = new HashMap<>();
    for (int i = 0; i < loaded; i++) {
      Change change = new Change(i, "a" + i + " b", List.of());
      catalogue.load(change.file());
      model.put(i, change);
    }
    for (Change change : changes) {
      catalogue.accept(change.file());
      model.put(change.number(), change);
      catalogue.indexSome(1);
    }

    List<Integer> scanned = scan(model, text);
    List<Integer> found = allPages(catalogue, text, limit);
    assertThat(found).isEqualTo(catalogue.isWarming() ? scanned.subList(0, found.size()) : scanned);

    catalogue.indexSome(loaded);
    assertThat(catalogue.isWarming()).isFalse();
    assertThat(allPages(catalogue, text, limit)).isEqualTo(scanned);
  }

  /** Rounds of renaming, with so many files that segments are sealed, sealed anew, and split. */
  @Property(tries = 10)
  void shouldFindWhatScanFindsWhenManyAreRenamed(@ForAll long seed) {
    Random random = new Random(seed);
    Catalogue catalogue = new Catalogue(random);
    Map<Integer, Change> model = new HashMap<>();
    for (int i = 0; i < 15_000; i++) {
      int number = i < 9000 ? i : random.nextInt(9000);
      Change change = new Change(number, randomName(random), List.of());
      catalogue.accept(change.file());
      model.put(number, change);
    }

    for (String text : List.of("a", "ab", "abc", "a b", "ba ca", "aaaa", "abca", "c b a", "")) {
      assertThat(allPages(catalogue, text, 100)).as(text).isEqualTo(scan(model, text));
    }
  }

  private static String randomName(Random random) {
    StringBuilder name = new StringBuilder();
    for (int length = random.nextInt(100); length > 0; length--) {
      name.append("abc ".charAt(random.nextInt(4)));
    }
    return name.toString();
  }

  private static List<Integer> scan(Map<Integer, Change> model, String text) {
    List<String> prefixes = words(List.of(text));
    return model.values().stream()
        .filter(
            change -> {
              List<String> texts = new ArrayList<>(change.tags());
              texts.add(change.name());
              List<String> words = words(texts);
              return prefixes.stream()
                  .allMatch(prefix -> words.stream().anyMatch(word -> word.startsWith(prefix)));
            })
        .map(Change::number)
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /** One character for each byte. */
  private static List<String> words(List<String> texts) {
    return Words.of(texts).stream()
        .map(word -> new String(word, java.nio.charset.StandardCharsets.ISO_8859_1))
        .toList();
  }

  private static List<Integer> allPages(Catalogue catalogue, String text, int limit) {
    List<Integer> found = new ArrayList<>();
    int before = 0;
    do {
      Page page = catalogue.search(Words.of(List.of(text)), before, limit);
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      page.entries().forEach(entry -> found.add(entry.number()));
      before = page.next();
    } while (before != 0);
    return found;
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 40), texts(), texts().list().ofMaxSize(2))
        .as(Change::new)
        .list();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("abAB0.é ").ofMaxLength(8);
  }
}
