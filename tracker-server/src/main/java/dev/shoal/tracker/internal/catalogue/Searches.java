package dev.shoal.tracker.internal.catalogue;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.SearchResults;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers searches by name, a page at a time. */
public final class Searches {
  /** Entries on a page when the asker does not say. */
  static final int DEFAULT_LIMIT = 50;

  /** Most words of one search. */
  static final int MAX_WORDS = 16;

  private final Catalogue catalogue;
  private final Listings listings;

  public Searches(Catalogue catalogue, Listings listings) {
    this.catalogue = catalogue;
    this.listings = listings;
  }

  /**
   * Finds a page of entries.
   *
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} for too much text or a cursor that
   *     is not from here
   */
  public SearchResults search(Search request) throws ProtocolException {
    List<byte[]> words = words(request.getText());
    Page page = catalogue.search(words, decode(request.getCursor()), limit(request.getLimit()));
    SearchResults.Builder results = SearchResults.newBuilder();
    page.entries().forEach(entry -> results.addEntries(listings.describe(entry)));
    return results
        .setNextCursor(encode(page.next()))
        .setWarming(!words.isEmpty() && catalogue.isWarming())
        .build();
  }

  private static List<byte[]> words(String text) throws ProtocolException {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Limits.MAX_SEARCH_BYTES) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "a search has at most " + Limits.MAX_SEARCH_BYTES + " bytes of UTF-8, not " + bytes);
    }
    List<byte[]> words = Words.of(List.of(text));
    if (words.size() > MAX_WORDS) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "a search has at most " + MAX_WORDS + " words, not " + words.size());
    }
    return words;
  }

  /** The field is unsigned: what is negative here asks for very many. */
  private static int limit(int asked) {
    if (asked == 0) {
      return DEFAULT_LIMIT;
    }
    return asked < 0 ? Limits.MAX_SEARCH_RESULTS : Math.min(asked, Limits.MAX_SEARCH_RESULTS);
  }

  private static ByteString encode(int next) {
    return next == 0
        ? ByteString.EMPTY
        : ByteString.copyFrom(ByteBuffer.allocate(Integer.BYTES).putInt(0, next));
  }

  private static int decode(ByteString cursor) throws ProtocolException {
    if (cursor.isEmpty()) {
      return 0;
    }
    int next = cursor.size() == Integer.BYTES ? cursor.asReadOnlyByteBuffer().getInt() : 0;
    if (next <= 0) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "the cursor is not from a page of this tracker's");
    }
    return next;
  }
}
