package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.CatalogueEntry;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.SearchResults;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SearchesTest {
  private final SwarmIndex swarms = new SwarmIndex(new Random(1));
  private final Catalogue catalogue = new Catalogue(1000);
  private final Searches searches = new Searches(catalogue, new Listings(catalogue, swarms));

  @BeforeEach
  void publishFiles() throws ProtocolException {
    for (int i = 0; i < 150; i++) {
      catalogue.publish(Some.fileId(i), i, "file " + i, List.of("tag"), Some.peerId(3), 7);
    }
  }

  @Test
  void shouldDescribeEntryWhenItIsFound() throws ProtocolException {
    Registrations registrations = new Registrations(swarms);
    Session session =
        new Session(1, new byte[16], registrations, FakeCaller.from("10.0.0.7"), Some.LISTENING);
    registrations.put(new Source(session, Some.fileId(42), true, 0));

    assertThat(search("42").getEntriesList())
        .containsExactly(
            CatalogueEntry.newBuilder()
                .setFileId(Some.bytes(Some.fileId(42)))
                .setLength(42)
                .setName("file 42")
                .addTags("tag")
                .setPublisher(ByteString.copyFrom(Some.peerId(3).toBytes()))
                .setPublishedMillis(7)
                .setSeederCount(1)
                .build());
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
