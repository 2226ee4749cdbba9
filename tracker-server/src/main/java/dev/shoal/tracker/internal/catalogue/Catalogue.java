package dev.shoal.tracker.internal.catalogue;

import dev.shoal.protocol.FileId;
import dev.shoal.tracker.internal.state.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The published files, found by id or by the words of name and tags.
 *
 * <p>It believes what it is told: who may publish or rename what was decided before. Numbers ascend
 * in the order of publication and stay, so a search that goes down from a number is paged stably
 * while files are being published.
 *
 * <p>At the start, what was published before is {@linkplain #load loaded}: it is found by id at
 * once, and by its words when {@link #indexSome} has come to it. What is published or renamed
 * meanwhile is found at once.
 */
public final class Catalogue {
  private final Entries entries;
  private final WordIndex index = new WordIndex();
  private int end; // behind the highest number

  /**
   * An empty catalogue.
   *
   * @param random chooses the secrets against ids that are made to collide
   */
  public Catalogue(RandomGenerator random) {
    entries = new Entries(random);
  }

  /** Enters a file that was published before the start. Only before the first is accepted. */
  public void load(StoredFile file) {
    entries.put(file);
    end = Math.max(end, file.getNumber() + 1);
    index.startAt(end);
  }

  /**
   * Enters a file, or replaces what is known under its number. Its words are indexed at once,
   * unless it was loaded and the index has not come to it.
   */
  public void accept(StoredFile file) {
    int number = file.getNumber();
    if (!entries.contains(number)) {
      entries.put(file);
      end = Math.max(end, number + 1);
      if (number >= index.from()) {
        index.add(number, Words.ofEntry(entries.texts(number)));
      }
    } else if (number < index.from()) {
      entries.put(file);
    } else {
      List<String> old = entries.texts(number);
      entries.put(file);
      List<String> texts = entries.texts(number);
      if (!texts.equals(old)) {
        index.replace(number, Words.ofEntry(old), Words.ofEntry(texts));
      }
    }
  }

  /**
   * Indexes some of the loaded files, the newest first.
   *
   * @param files how many at most
   * @return whether there are more
   */
  public boolean indexSome(int files) {
    for (int i = 0; i < files && isWarming(); i++) {
      int number = index.from() - 1;
      index.addOlder(
          number, entries.contains(number) ? Words.ofEntry(entries.texts(number)) : List.of());
    }
    return isWarming();
  }

  /** Whether there are files that are not yet found by their words. */
  public boolean isWarming() {
    return index.from() > 0;
  }

  /** The file's entry, or null if nobody published it. */
  public @Nullable FileEntry get(FileId file) {
    int number = entries.find(file.toBytes());
    return number < 0 ? null : entries.get(number);
  }

  /** How many files there are. */
  public int size() {
    return entries.size();
  }

  /** Files published last, newest first. */
  public List<FileEntry> newest(int limit) {
    return search(List.of(), 0, limit).entries();
  }

  /** Bytes that the entries take, without the index. */
  long entryBytes() {
    return entries.allocatedBytes();
  }

  /**
   * Finds the entries that have every one of the words, as a whole word or as the beginning of one.
   *
   * @param words as from {@link Words}; none: every entry is found
   * @param before where the page goes on from, 0 for the first page
   * @param limit most entries of the page; it may have fewer and yet not be the last, because the
   *     work of one search is bounded
   */
  Page search(List<byte[]> words, int before, int limit) {
    Hits hits = words.isEmpty() ? all(before, limit) : index.search(words, before, limit);
    List<FileEntry> found = new ArrayList<>(hits.numbers().length);
    for (int number : hits.numbers()) {
      FileEntry entry = entries.get(number);
      if (entry != null) {
        found.add(entry);
      }
    }
    return new Page(found, hits.next());
  }

  /** The next numbers below one; without looking for those that exist, because all do. */
  private Hits all(int before, int limit) {
    int high = before == 0 ? end : Math.min(before, end);
    int low = Math.max(0, high - limit);
    int[] numbers = new int[high - low];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = high - 1 - i;
    }
    return new Hits(numbers, low);
  }
}
