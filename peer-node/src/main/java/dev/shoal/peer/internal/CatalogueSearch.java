package dev.shoal.peer.internal;

import com.google.protobuf.ByteString;
import dev.shoal.peer.FileDetails;
import dev.shoal.peer.FoundFile;
import dev.shoal.peer.SearchPage;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.peer.internal.tracker.TrackerFailures;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.wire.CatalogueEntry;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.SearchResults;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Searches the tracker's catalogue, and takes what it answers for no more than claims. */
final class CatalogueSearch {
  private CatalogueSearch() {}

  static CompletableFuture<SearchPage> run(
      TrackerClient tracker, String text, @org.jspecify.annotations.Nullable String next) {
    Search.Builder search = Search.newBuilder().setText(text);
    if (next != null) {
      search.setCursor(ByteString.copyFrom(HexFormat.of().parseHex(next)));
    }
    return claims(tracker.search(search.build()), CatalogueSearch::page);
  }

  static CompletableFuture<FileDetails> details(TrackerClient tracker, FileId fileId) {
    return claims(
        tracker.details(fileId),
        details ->
            new FileDetails(
                fileId,
                details.hasEntry() && isSound(details.getEntry())
                    ? found(details.getEntry())
                    : null,
                Math.max(0, details.getSeederCount()),
                Math.max(0, details.getLeecherCount()),
                details.getWarming()));
  }

  private static <T, R> CompletableFuture<R> claims(
      CompletableFuture<T> answer, Function<T, R> read) {
    return answer.handle(
        (claim, failure) -> {
          if (failure == null) {
            return read.apply(claim);
          }
          Throwable cause = failure.getCause() == null ? failure : failure.getCause();
          throw new CompletionException(
              TrackerFailures.refusal(cause)
                  .orElseGet(
                      () ->
                          new UnreachableException(
                              "the tracker cannot be asked: " + cause.getMessage(), cause)));
        });
  }

  private static SearchPage page(SearchResults results) {
    ByteString cursor = results.getNextCursor();
    List<FoundFile> files =
        results.getEntriesList().stream()
            .filter(CatalogueSearch::isSound)
            .map(CatalogueSearch::found)
            .toList();
    return new SearchPage(
        files,
        cursor.isEmpty() ? null : HexFormat.of().formatHex(cursor.toByteArray()),
        results.getWarming());
  }

  private static boolean isSound(CatalogueEntry entry) {
    return entry.getFileId().size() == FileId.LENGTH
        && entry.getPublisher().size() == PeerId.LENGTH
        && entry.getLength() >= 0;
  }

  private static FoundFile found(CatalogueEntry entry) {
    return new FoundFile(
        FileId.fromBytes(entry.getFileId().toByteArray()),
        PlainText.of(entry.getName()),
        entry.getLength(),
        entry.getTagsList().stream().map(PlainText::of).toList(),
        Instant.ofEpochMilli(entry.getPublishedMillis()),
        PeerId.fromBytes(entry.getPublisher().toByteArray()),
        Math.max(0, entry.getSeederCount()),
        Math.max(0, entry.getLeecherCount()),
        Math.max(0, entry.getCompletedCount()));
  }
}
