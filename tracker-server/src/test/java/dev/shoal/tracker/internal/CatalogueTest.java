package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final PeerId ANNE = Some.peerId(1);
  private static final PeerId BEN = Some.peerId(2);

  private final Catalogue catalogue = new Catalogue(100_000);

  @Test
  void shouldFindEntryWhenEveryWordMatchesOrBegins() throws ProtocolException {
    publish(1, "Annual Report 2024.pdf", "finance");
    publish(2, "Annual picnic.jpg");

    assertThat(find("annual")).containsExactly(2, 1);
    assertThat(find("ann rep")).containsExactly(1);
    assertThat(find("PDF 2024 annual")).containsExactly(1);
    assertThat(find("fin")).containsExactly(1);
    assertThat(find("nual")).isEmpty();
    assertThat(find("annual missing")).isEmpty();
    assertThat(find("")).containsExactly(2, 1);
  }

  @Test
  void shouldRenameEntryWhenPublisherPublishesAgain() throws ProtocolException {
    publish(1, "old name", "tag");
    publish(2, "another");
    publish(1, "new name");

    assertThat(find("old")).isEmpty();
    assertThat(find("tag")).isEmpty();
    assertThat(find("new")).containsExactly(1);
    assertThat(find("name")).containsExactly(1);
    assertThat(find("")).containsExactly(2, 1);
    assertThat(catalogue.size()).isEqualTo(2);
  }

  @Test
  void shouldKeepFirstEntryWhenSomebodyElsePublishesFile() throws ProtocolException {
    publish(1, "first");
    catalogue.publish(Some.fileId(1), 100, "second", List.of(), BEN, 9);

    assertThat(find("second")).isEmpty();
    assertThat(catalogue.get(Some.fileId(1)))
        .returns("first", FileEntry::name)
        .returns(ANNE, FileEntry::publisher)
        .returns(7L, FileEntry::publishedMillis);
  }

  @Test
  void shouldRefuseWhenLengthContradictsEntry() throws ProtocolException {
    publish(1, "first");

    assertRefused(
        () -> catalogue.publish(Some.fileId(1), 101, "first", List.of(), ANNE, 9),
        ErrorCode.BAD_REQUEST,
        "the file is published with a length of 100 bytes, not 101");
  }

  @Test
  void shouldRefuseWhenCatalogueIsFull() throws ProtocolException {
    Catalogue small = new Catalogue(1);
    small.publish(Some.fileId(1), 100, "first", List.of(), ANNE, 9);
    small.publish(Some.fileId(1), 100, "renamed", List.of(), ANNE, 9);

    assertRefused(
        () -> small.publish(Some.fileId(2), 100, "second", List.of(), ANNE, 9),
        ErrorCode.LIMIT_EXCEEDED,
        "the catalogue is full: it holds 1 files");
  }

  @Test
  void shouldPageStablyWhenFilesArePublishedInBetween() throws ProtocolException {
    for (int i = 0; i < 10; i++) {
      publish(i, "file " + i);
    }
    Catalogue.Page first = search("file", 0, 4);
    publish(10, "file 10");
    Catalogue.Page second = search("file", first.next(), 4);
    Catalogue.Page third = search("file", second.next(), 4);

    assertThat(numbers(first)).containsExactly(9, 8, 7, 6);
    assertThat(numbers(second)).containsExactly(5, 4, 3, 2);
    assertThat(numbers(third)).containsExactly(1, 0);
    assertThat(third.next()).isZero();
  }

  @Test
  void shouldEndWithoutCursorWhenPageIsExactlyFull() throws ProtocolException {
    publish(0, "file");
    publish(1, "file");

    assertThat(search("file", 0, 2).next()).isZero();
    assertThat(search("", 0, 2).next()).isZero();
  }

  @Test
  void shouldBoundWorkOfOnePageWhenNoWordIsRare() throws ProtocolException {
    for (int i = 0; i < 2 * Catalogue.MANY; i++) {
      publish(i, i % 2 == 0 ? "even common" : "odd common");
    }

    Catalogue.Page page = search("even odd", 0, 10);
    int pages = 1;
    while (page.next() != 0) {
      assertThat(page.entries()).isEmpty();
      page = search("even odd", page.next(), 10);
      pages++;
    }

    assertThat(pages).isEqualTo(2 * Catalogue.MANY / Catalogue.MAX_LOOKS);
    assertThat(search("even", 0, 10).entries()).hasSize(10);
  }

  @Test
  void shouldIndexNoMoreThanMaximumWhenNameHasManyWords() throws ProtocolException {
    List<String> words =
        IntStream.range(100, 100 + 2 * Catalogue.MAX_WORDS).mapToObj(Integer::toString).toList();
    publish(1, String.join(" ", words));

    assertThat(catalogue.get(Some.fileId(1)))
        .returns(words.subList(0, Catalogue.MAX_WORDS), FileEntry::words);
  }

  private void publish(int file, String name, String... tags) throws ProtocolException {
    catalogue.publish(Some.fileId(file), 100, name, List.of(tags), ANNE, 7);
  }

  private List<Integer> find(String text) {
    return numbers(search(text, 0, 100));
  }

  private Catalogue.Page search(String text, int before, int limit) {
    return catalogue.search(Words.of(List.of(text)), before, limit);
  }

  /** What {@link Some#fileId} was given. */
  private static List<Integer> numbers(Catalogue.Page page) {
    List<Integer> numbers = new ArrayList<>();
    page.entries().forEach(entry -> numbers.add(entry.file().hashCode()));
    return numbers;
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable publication,
      ErrorCode code,
      String sentence) {
    assertThatThrownBy(publication)
        .hasMessage(sentence)
        .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
        .extracting(ProtocolException::code)
        .isEqualTo(code);
  }
}
