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
 * <p>Every source is believed to give all files until it says otherwise. A file that no source is
 * believed to give is an orphan: it can be had from a new source, or is taken out to be downloaded
 * by itself. The latter is what is done at once if some source gives it by chunk.
 */
final class BatchPlan {
  private static final int LIKELY_FILE_BYTES = 4096;

  /** Files that are neither decided, nor under way. */
  private final BitSet missing = new BitSet();

  /** Files that only go by chunk. */
  private final Deque<Integer> byChunk = new ArrayDeque<>();

  /** Files that some source gives, but not in a batch. */
  private final BitSet givenByChunk = new BitSet();

  private final Map<Integer, Source> sources = new HashMap<>();

  /** By file: how many of the sources do not give it in a batch. */
  private final int[] refusals;

  /** No file before this one is an orphan. */
  private int firstOrphan;

  /** What one source is believed to give. */
  private static final class Source {
    private final BitSet refused = new BitSet();

    /** Whatever is missing before this file is refused. */
    private int first;
  }

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
    miss(file);
  }

  private void miss(int file) {
    if (givenByChunk.get(file) && isRefusedByAll(file)) {
      byChunk.add(file);
      return;
    }
    missing.set(file);
    firstOrphan = Math.min(firstOrphan, file);
    sources.values().forEach(source -> source.first = Math.min(source.first, file));
  }

  private boolean isRefusedByAll(int file) {
    return refusals[file] >= sources.size();
  }

  /** A file is to be fetched by itself in any case. */
  void wantByItself(int file) {
    byChunk.add(file);
  }

  /** There is a new source. */
  void addSource(int source) {
    sources.put(source, new Source());
  }

  /** A source is gone, or not to be asked any more. */
  void removeSource(int source) {
    Source gone = sources.remove(source);
    if (gone == null) {
      return;
    }
    gone.refused.stream().forEach(file -> refusals[file]--);
    firstOrphan = 0;
    BitSet again = (BitSet) givenByChunk.clone();
    again.and(missing);
    missing.andNot(again);
    again.stream().forEach(this::miss);
  }

  /**
   * The next files to ask a source for, which are under way from now on.
   *
   * @param mostBytes that the answer may have
   * @return empty if there is nothing to ask it for
   */
  int[] next(int source, int mostBytes) {
    Source asked = sources.get(source);
    if (asked == null) {
      return new int[0];
    }
    int[] files = new int[count(mostBytes)];
    int count = 0;
    int file = missing.nextSetBit(asked.first);
    while (file >= 0 && count < files.length) {
      if (!asked.refused.get(file)) {
        files[count++] = file;
        missing.clear(file);
      }
      file = missing.nextSetBit(file + 1);
    }
    asked.first = file < 0 ? refusals.length : file;
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
      int file = asked[answer.getByChunk(i)];
      givenByChunk.set(file);
      refuse(source, file);
    }
    for (int i = 0; i < answer.getAbsentCount(); i++) {
      refuse(source, asked[answer.getAbsent(i)]);
    }
    rest.stream().forEach(index -> miss(asked[index]));
  }

  private void refuse(int source, int file) {
    Source refusing = sources.get(source);
    if (refusing != null && !refusing.refused.get(file)) {
      refusing.refused.set(file);
      refusals[file]++;
    }
  }

  /** Files that were under way are to be fetched again. */
  void again(int[] files) {
    for (int file : files) {
      miss(file);
    }
  }

  /** The first orphan; -1 if there is none. */
  int nextOrphan() {
    int file = missing.nextSetBit(firstOrphan);
    while (file >= 0 && !isRefusedByAll(file)) {
      file = missing.nextSetBit(file + 1);
    }
    firstOrphan = file < 0 ? refusals.length : file;
    return file;
  }

  /** Whether no source that there is gives anything that is to be fetched and not under way. */
  boolean isUpToOthers() {
    return missing.stream().allMatch(this::isRefusedByAll);
  }

  /** Whether files are left that a source might give in a batch. */
  boolean wantsSources() {
    return !missing.isEmpty();
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
