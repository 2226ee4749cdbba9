package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Holds the catalogue's search against a scan over a plain list. */
class CatalogueModelTest {
  private record Publication(int file, int publisher, String name) {}

  @Property(tries = 500)
  void shouldFindWhatScanFindsWhenPaged(
      @ForAll("publications") @Size(max = 60) List<Publication> publications,
      @ForAll("texts") String text,
      @ForAll @IntRange(min = 1, max = 10) int limit)
      throws ProtocolException {
    Catalogue catalogue = new Catalogue(1000);
    Map<FileId, Publication> model = new LinkedHashMap<>();
    for (Publication each : publications) {
      FileId file = Some.fileId(each.file());
      catalogue.publish(file, 1, each.name(), List.of(), Some.peerId(each.publisher()), 0);
      model.merge(file, each, (old, young) -> old.publisher() == young.publisher() ? young : old);
    }

    assertThat(allPages(catalogue, text, limit)).isEqualTo(scan(model, text));
  }

  private static List<FileId> scan(Map<FileId, Publication> model, String text) {
    List<FileId> found = new ArrayList<>();
    model.forEach(
        (file, publication) -> {
          Set<String> words = Words.of(List.of(publication.name()));
          if (Words.of(List.of(text)).stream()
              .allMatch(prefix -> words.stream().anyMatch(word -> word.startsWith(prefix)))) {
            found.add(file);
          }
        });
    Collections.reverse(found);
    return found;
  }

  private static List<FileId> allPages(Catalogue catalogue, String text, int limit) {
    List<FileId> found = new ArrayList<>();
    int before = 0;
    do {
      Catalogue.Page page = catalogue.search(Words.of(List.of(text)), before, limit);
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      page.entries().forEach(entry -> found.add(entry.file()));
      before = page.next();
    } while (before != 0);
    return found;
  }

  @Provide
  Arbitrary<List<Publication>> publications() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 30), Arbitraries.integers().between(0, 2), texts())
        .as(Publication::new)
        .list();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("abAB.é ").ofMaxLength(8);
  }
}
