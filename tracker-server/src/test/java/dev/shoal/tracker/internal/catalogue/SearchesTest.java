package dev.shoal.tracker.internal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.CatalogueEntry;
import dev.shoal.protocol.wire.FileDetails;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.SearchResults;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SearchesTest {
  private static final CatalogueEntry ENTRY_42 =
      CatalogueEntry.newBuilder()
          .setFileId(Some.bytes(Some.fileId(42)))
          .setLength(100)
          .setName("file 42")
          .addTags("tag")
          .setPublisher(ByteString.copyFrom(Some.peerId(3).toBytes()))
          .setPublishedMillis(7)
          .setSeederCount(1)
          .setLeecherCount(2)
          .setCompletedCount(5)
          .build();

  private final Catalogue catalogue = new Catalogue(new Random(1));
  private final Listings listings = new Listings(catalogue, new OneSeederTwoLeechers());
  private final Searches searches = new Searches(catalogue, listings);

  private static final class OneSeederTwoLeechers implements SwarmCounts {
    @Override
    public int seeders(FileId file) {
      return 1;
    }

    @Override
    public int leechers(FileId file) {
      return 2;
    }
  }

  @BeforeEach
  void loadFiles() {
    for (int i = 0; i < 150; i++) {
      catalogue.load(Some.file(i, "file " + i, "tag").toBuilder().setCompletedCount(5).build());
    }
    catalogue.indexSome(150);
  }

  @Test
  void shouldDescribeEntryWhenItIsFound() throws ProtocolException {
    assertThat(search("42")).isEqualTo(SearchResults.newBuilder().addEntries(ENTRY_42).build());
  }

  @Test
  void shouldGiveDetailsWhetherOrNotFileIsPublished() {
    FileDetails counts = FileDetails.newBuilder().setSeederCount(1).setLeecherCount(2).build();

    assertThat(listings.details(Some.fileId(42)).build())
        .isEqualTo(counts.toBuilder().setEntry(ENTRY_42).build());
    assertThat(listings.details(Some.fileId(150)).build()).isEqualTo(counts);
  }

  @Test
  void shouldListEverythingNewestFirstWhenPagesAreFollowed() throws ProtocolException {
    SearchResults first = search("");
    SearchResults second =
        searches.search(Search.newBuilder().setCursor(first.getNextCursor()).setLimit(-1).build());

    assertThat(first.getEntriesCount()).isEqualTo(Searches.DEFAULT_LIMIT);
    assertThat(first.getEntries(0).getName()).isEqualTo("file 149");
    assertThat(second.getEntriesCount()).isEqualTo(100);
    assertThat(second.getEntries(99).getName()).isEqualTo("file 0");
    assertThat(second.getNextCursor().isEmpty()).isTrue();
  }

  @Test
  void shouldSaySoWhenWordsAreNotYetIndexed() throws ProtocolException {
    Catalogue started = new Catalogue(new Random(1));
    started.load(Some.file(0, "file"));
    Searches early = new Searches(started, new Listings(started, new OneSeederTwoLeechers()));
    Search byWord = Search.newBuilder().setText("file").build();

    assertThat(early.search(byWord)).isEqualTo(SearchResults.newBuilder().setWarming(true).build());
    assertThat(early.search(Search.getDefaultInstance()))
        .returns(false, SearchResults::getWarming)
        .returns(1, SearchResults::getEntriesCount);

    started.indexSome(1);
    assertThat(early.search(byWord))
        .returns(false, SearchResults::getWarming)
        .returns(1, SearchResults::getEntriesCount);
  }

  @Test
  void shouldRefuseWhenTextIsTooLong() {
    assertThatThrownBy(() -> search("x".repeat(257)))
        .hasMessage("a search has at most 256 bytes of UTF-8, not 257");
    assertThatThrownBy(
            () ->
                search(
                    IntStream.range(10, 27)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(" "))))
        .hasMessage("a search has at most 16 words, not 17");
  }

  @Test
  void shouldRefuseWhenCursorIsMadeUp() {
    for (byte[] cursor : new byte[][] {{1}, {0, 0, 0, 0}, {-1, 0, 0, 0}, new byte[8]}) {
      Search request = Search.newBuilder().setCursor(ByteString.copyFrom(cursor)).build();
      assertThatThrownBy(() -> searches.search(request))
          .hasMessage("the cursor is not from a page of this tracker's");
    }
  }

  private SearchResults search(String text) throws ProtocolException {
    return searches.search(Search.newBuilder().setText(text).build());
  }
}
