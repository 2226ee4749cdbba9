package dev.shoal.peer.internal;

import com.google.protobuf.ByteString;
import dev.shoal.peer.FoundFile;
import dev.shoal.peer.SearchPage;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.wire.CatalogueEntry;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.SearchResults;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Searches the tracker's catalogue, and takes what it answers for no more than claims. */
final class CatalogueSearch {
  private CatalogueSearch() {}

  static CompletableFuture<SearchPage> run(
      TrackerClient tracker, String text, @org.jspecify.annotations.Nullable String next) {
    Search.Builder search = Search.newBuilder().setText(text);
    if (next != null) {
      search.setCursor(ByteString.copyFrom(HexFormat.of().parseHex(next)));
    }
    return tracker
        .search(search.build())
        .handle(
            (results, failure) -> {
              if (failure != null) {
                Throwable cause =
                    failure instanceof CompletionException ? failure.getCause() : failure;
                throw new CompletionException(
                    new UnreachableException(
                        "the tracker cannot be asked: "
                            + (cause == null ? failure : cause).getMessage(),
                        cause));
              }
              return page(results);
            });
  }

  private static SearchPage page(SearchResults results) {
    ByteString cursor = results.getNextCursor();
    List<FoundFile> files =
        results.getEntriesList().stream()
            .filter(entry -> entry.getFileId().size() == FileId.LENGTH && entry.getLength() >= 0)
            .map(CatalogueSearch::found)
            .toList();
    return new SearchPage(
        files, cursor.isEmpty() ? null : HexFormat.of().formatHex(cursor.toByteArray()));
  }

  private static FoundFile found(CatalogueEntry entry) {
    return new FoundFile(
        FileId.fromBytes(entry.getFileId().toByteArray()),
        PlainText.of(entry.getName()),
        entry.getLength(),
        entry.getTagsList().stream().map(PlainText::of).toList(),
        Instant.ofEpochMilli(entry.getPublishedMillis()),
        Math.max(0, entry.getSeederCount()),
        Math.max(0, entry.getLeecherCount()));
  }
}
