package dev.shoal.tracker.internal.catalogue;

import java.util.ArrayList;
import java.util.List;

/**
 * Blocks of bytes within pages, allocated one behind the other. None is given back: whoever needs a
 * larger one instead asks for at least twice the bytes, so that what is left behind never exceeds
 * what is in use.
 *
 * <p>A block is named by its place, an int that is never 0.
 */
final class Blocks {
  /** Largest block, bytes. */
  static final int PAGE = 1 << 16;

  private static final int UNIT_BITS = 2;
  private static final int PAGE_BITS = 16 - UNIT_BITS;

  private final List<byte[]> pages = new ArrayList<>();
  private int end = PAGE;

  /**
   * A new block.
   *
   * @param bytes at most {@link #PAGE} less one unit
   */
  int allocate(int bytes) {
    int size = roundUp(bytes);
    if (size > PAGE - end) {
      pages.add(new byte[PAGE]);
      end = pages.size() == 1 ? roundUp(1) : 0; // leaves out place 0
    }
    int place = ((pages.size() - 1) << PAGE_BITS) | (end >>> UNIT_BITS);
    end += size;
    return place;
  }

  /** The page that has the block. */
  byte[] page(int place) {
    return pages.get(place >>> PAGE_BITS);
  }

  /** Where in its page the block begins. */
  static int offset(int place) {
    return (place & ((1 << PAGE_BITS) - 1)) << UNIT_BITS;
  }

  /** The bytes that a block of at least so many really has. */
  static int roundUp(int bytes) {
    return ((bytes + (1 << UNIT_BITS) - 1) >>> UNIT_BITS) << UNIT_BITS;
  }

  /** Bytes of all pages. */
  long allocatedBytes() {
    return (long) pages.size() * PAGE;
  }
}
