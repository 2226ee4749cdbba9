package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.IntPredicate;

/**
 * Finds a file's number by its id, in about 20 bytes of memory for each file.
 *
 * <p>It keeps 64 bits of each id, mixed with a secret so that nobody can choose ids that collide;
 * whether a number is the right one is for the caller to say, who can look at the whole id. It is
 * made anew whenever a store is opened: under random keys a map on disk would rewrite a page for
 * every file of a group.
 */
final class FileNumbers {
  private static final int FIRST_CAPACITY = 1024;

  private final long[] secret = new SecureRandom().longs(5).toArray();
  private int[] places = new int[FIRST_CAPACITY]; // number + 1, or 0 where free
  private long[] marks = new long[FIRST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  /** The number that was added for that id and that the caller recognises; -1 if there is none. */
  int find(ByteString fileId, IntPredicate isIt) {
    long mark = mark(fileId);
    int mask = places.length - 1;
    for (int at = (int) mark & mask; places[at] != 0; at = (at + 1) & mask) {
      if (marks[at] == mark && isIt.test(places[at] - 1)) {
        return places[at] - 1;
      }
    }
    return -1;
  }

  /** Adds the next number, for an id that is not there yet. */
  void add(ByteString fileId) {
    if (size >= places.length / 4 * 3) {
      grow();
    }
    place(mark(fileId), ++size);
  }

  private void place(long mark, int place) {
    int mask = places.length - 1;
    int at = (int) mark & mask;
    while (places[at] != 0) {
      at = (at + 1) & mask;
    }
    places[at] = place;
    marks[at] = mark;
  }

  private void grow() {
    int[] oldPlaces = places;
    long[] oldMarks = marks;
    places = new int[oldPlaces.length * 2];
    marks = new long[oldPlaces.length * 2];
    for (int i = 0; i < oldPlaces.length; i++) {
      if (oldPlaces[i] != 0) {
        place(oldMarks[i], oldPlaces[i]);
      }
    }
  }

  private long mark(ByteString fileId) {
    ByteBuffer bytes = fileId.asReadOnlyByteBuffer();
    long mark = secret[4];
    for (int i = 0; bytes.remaining() >= Long.BYTES; i++) {
      mark = Math.multiplyHigh(mark, secret[i] | 1) ^ ((mark ^ bytes.getLong()) * (secret[i] | 1));
      mark ^= mark >>> 32;
    }
    return mark;
  }
}
