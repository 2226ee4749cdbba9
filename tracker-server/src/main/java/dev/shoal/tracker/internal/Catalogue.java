package dev.shoal.tracker.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The published files, found by id or by the words of name and tags.
 *
 * <p>A file has one entry, that of its first publisher, who may rename it. Numbers ascend in the
 * order of publication and stay, so a search that goes down from a number is paged stably while
 * files are being published.
 */
final class Catalogue {
  /** Most words under which one file is found: the first in alphabetical order. */
  static final int MAX_WORDS = 64;

  /** Entries that one search looks at: what keeps it within a few milliseconds. */
  static final int MAX_LOOKS = 8192;

  /**
   * Numbers under a word and its continuations from which on it is not rare: sorting them takes
   * time.
   */
  static final int MANY = 32_768;

  private final int maxFiles;
  private final Map<FileId, FileEntry> byFile = new HashMap<>();
  private final List<FileEntry> byNumber = new ArrayList<>();
  private final WordIndex index = new WordIndex();

  Catalogue(int maxFiles) {
    this.maxFiles = maxFiles;
  }

  /**
   * A page of what was found.
   *
   * @param entries newest first
   * @param next where the next page goes on from; 0: that was all
   */
  record Page(List<FileEntry> entries, int next) {}

  /** The file's entry, or null if nobody published it. */
  @Nullable FileEntry get(FileId file) {
    return byFile.get(file);
  }

  int size() {
    return byNumber.size();
  }

  /**
   * Publishes a file. If it is published already, its publisher renames it, and anybody else
   * changes nothing.
   *
   * @param nowMillis Unix time
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} if it is published with another
   *     length, {@link ErrorCode#LIMIT_EXCEEDED} if the catalogue is full
   */
  void publish(
      FileId file, long length, String name, List<String> tags, PeerId publisher, long nowMillis)
      throws ProtocolException {
    FileEntry known = byFile.get(file);
    if (known == null) {
      if (byNumber.size() >= maxFiles) {
        throw new ProtocolException(
            ErrorCode.LIMIT_EXCEEDED, "the catalogue is full: it holds " + maxFiles + " files");
      }
      int number = byNumber.size();
      byNumber.add(enter(number, file, length, name, tags, publisher, nowMillis));
    } else if (known.length() != length) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "the file is published with a length of " + known.length() + " bytes, not " + length);
    } else if (known.publisher().equals(publisher) && !isNamed(known, name, tags)) {
      index.remove(known.number(), known.words());
      byNumber.set(
          known.number(),
          enter(known.number(), file, length, name, tags, publisher, known.publishedMillis()));
    }
  }

  /**
   * Finds the entries that have every one of the words, as a whole word or as the beginning of one.
   *
   * @param words normalised as by {@link Words}; none: every entry is found
   * @param before where the page goes on from, 0 for the first page
   * @param limit most entries of the page; it may have fewer and yet not be the last, because a
   *     search looks at no more than {@link #MAX_LOOKS} entries
   */
  Page search(Collection<String> words, int before, int limit) {
    IntUnaryOperator below = candidates(words);
    List<FileEntry> found = new ArrayList<>();
    int at = before == 0 ? byNumber.size() : Math.min(before, byNumber.size());
    for (int looks = 0; looks < MAX_LOOKS && found.size() < limit; looks++) {
      at = below.applyAsInt(at);
      if (at < 0) {
        return new Page(found, 0);
      }
      FileEntry entry = byNumber.get(at);
      if (entry.matches(words)) {
        found.add(entry);
      }
    }
    return new Page(found, below.applyAsInt(at) < 0 ? 0 : at);
  }

  /**
   * Which entries to look at: those that the index has under the rarest word, or where no word is
   * rare, all of them. The operator gives the highest number below another, or a negative one.
   */
  private IntUnaryOperator candidates(Collection<String> words) {
    int fewest = MANY;
    String rarest = null;
    for (String word : words) {
      int count = index.count(word, fewest);
      if (count < fewest) {
        fewest = count;
        rarest = word;
      }
    }
    if (rarest == null) {
      return number -> number - 1;
    }
    int[] numbers = index.numbers(rarest);
    return number -> {
      int at = Arrays.binarySearch(numbers, number);
      int previous = (at < 0 ? -at - 1 : at) - 1;
      return previous < 0 ? -1 : numbers[previous];
    };
  }

  private FileEntry enter(
      int number,
      FileId file,
      long length,
      String name,
      List<String> tags,
      PeerId publisher,
      long publishedMillis) {
    List<String> texts = Stream.concat(Stream.of(name), tags.stream()).toList();
    List<String> words = Words.of(texts).stream().limit(MAX_WORDS).toList();
    FileEntry entry =
        new FileEntry(
            number, file, length, name, tags, index.add(number, words), publisher, publishedMillis);
    byFile.put(file, entry);
    return entry;
  }

  private static boolean isNamed(FileEntry entry, String name, List<String> tags) {
    return entry.name().equals(name) && entry.tags().equals(tags);
  }
}
