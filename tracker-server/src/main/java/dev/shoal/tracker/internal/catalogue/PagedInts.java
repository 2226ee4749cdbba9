package dev.shoal.tracker.internal.catalogue;

import java.util.ArrayList;
import java.util.List;

/** An array of ints that grows by a page, without copying what is in it. */
final class PagedInts {
  private static final int PAGE_BITS = 12;
  private static final int PAGE = 1 << PAGE_BITS;

  private final List<int[]> pages = new ArrayList<>();

  /** The value at an index; 0 where none was set. */
  int get(int index) {
    int page = index >>> PAGE_BITS;
    return page < pages.size() ? pages.get(page)[index & (PAGE - 1)] : 0;
  }

  void set(int index, int value) {
    int page = index >>> PAGE_BITS;
    while (pages.size() <= page) {
      pages.add(new int[PAGE]);
    }
    pages.get(page)[index & (PAGE - 1)] = value;
  }
}
