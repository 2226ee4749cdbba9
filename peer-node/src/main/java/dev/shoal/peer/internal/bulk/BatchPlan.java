package dev.shoal.peer.internal.bulk;

import dev.shoal.protocol.Limits;
import dev.shoal.protocol.wire.FilesData;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides which of many files are asked for in batches, of whom, and which are left to be
 * downloaded each by itself. A plain object of one thread; files and sources are numbers.
 *
 * <p>Every source is believed to have all files until it says otherwise. A file that no source is
 * believed to have is an orphan: it can be had from a new source, or is taken out to be downloaded
 * by itself.
 */
final class BatchPlan {
  private static final int LIKELY_FILE_BYTES = 4096;

  /** Files that are neither decided, nor under way. */
  private final BitSet missing = new BitSet();

  /** Files that only go by chunk. */
  private final Deque<Integer> byChunk = new ArrayDeque<>();

  /** By source: what it does not have. */
  private final Map<Integer, BitSet> refused = new HashMap<>();

  /** By file: how many of the sources do not have it. */
  private final int[] refusals;

  private long receivedFiles;
  private long receivedBytes;

  /**
   * Of so many files, of which none is to be fetched yet.
   *
   * @see #want
   */
  BatchPlan(int files) {
    refusals = new int[files];
  }

  /** A file is to be fetched. */
  void want(int file) {
    missing.set(file);
  }

  /** A file is to be fetched by itself in any case. */
  void wantByItself(int file) {
    byChunk.add(file);
  }

  /** There is a new source. */
  void addSource(int source) {
    refused.put(source, new BitSet());
  }

  /** A source is gone, or not to be asked any more. */
  void removeSource(int source) {
    BitSet gone = refused.remove(source);
    if (gone != null) {
      gone.stream().forEach(file -> refusals[file]--);
    }
  }

  /**
   * The next files to ask a source for, which are under way from now on.
   *
   * @param mostBytes that the answer may have
   * @return empty if there is nothing to ask it for
   */
  int[] next(int source, int mostBytes) {
    BitSet not = refused.get(source);
    if (not == null) {
      return new int[0];
    }
    int[] files = new int[count(mostBytes)];
    int count = 0;
    int file = missing.nextSetBit(0);
    while (file >= 0 && count < files.length) {
      if (!not.get(file)) {
        files[count++] = file;
        missing.clear(file);
      }
      file = missing.nextSetBit(file + 1);
    }
    return Arrays.copyOf(files, count);
  }

  /** So many files as are likely to fit, and some. */
  private int count(int mostBytes) {
    long likely =
        receivedFiles == 0 ? LIKELY_FILE_BYTES : Math.max(1, receivedBytes / receivedFiles);
    return (int)
        Math.max(1, Math.min(Limits.MAX_FILES, mostBytes / likely + mostBytes / 8 / likely));
  }

  /**
   * A source has answered. The files in the body are still under way; of the others it is known
   * what to do with them.
   *
   * @param asked as {@link #next} said
   */
  void answered(int source, int[] asked, FilesData answer) {
    BitSet rest = new BitSet(asked.length);
    rest.set(0, asked.length);
    for (int i = 0; i < answer.getIndexesCount(); i++) {
      rest.clear(answer.getIndexes(i));
      receivedBytes += answer.getLengths(i);
    }
    receivedFiles += answer.getIndexesCount();
    for (int i = 0; i < answer.getByChunkCount(); i++) {
      rest.clear(answer.getByChunk(i));
      byChunk.add(asked[answer.getByChunk(i)]);
    }
    for (int i = 0; i < answer.getAbsentCount(); i++) {
      refuse(source, asked[answer.getAbsent(i)]);
    }
    rest.stream().forEach(index -> missing.set(asked[index]));
  }

  private void refuse(int source, int file) {
    BitSet not = refused.get(source);
    if (not != null && !not.get(file)) {
      not.set(file);
      refusals[file]++;
    }
  }

  /** Files that were under way are to be fetched again. */
  void again(int[] files) {
    for (int file : files) {
      missing.set(file);
    }
  }

  /** The first orphan at or behind a file; -1 if there is none. */
  int nextOrphan(int from) {
    int file = missing.nextSetBit(from);
    while (file >= 0 && refusals[file] < refused.size()) {
      file = missing.nextSetBit(file + 1);
    }
    return file;
  }

  /** Takes an orphan out: it is under way by itself from now on. */
  void takeOrphan(int file) {
    missing.clear(file);
  }

  /** The next file that only goes by chunk, which is under way from now on; -1 if there is none. */
  int nextByChunk() {
    Integer file = byChunk.poll();
    return file == null ? -1 : file;
  }

  /** Whether nothing is left to begin with. */
  boolean isExhausted() {
    return missing.isEmpty() && byChunk.isEmpty();
  }
}
