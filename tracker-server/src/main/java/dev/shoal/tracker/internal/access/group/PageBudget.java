package dev.shoal.tracker.internal.access.group;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.Limits;

/** What still fits on a page: so many entries, and so many bytes as its kind of frame takes. */
public final class PageBudget {
  private static final int DEFAULT_ENTRIES = 100;

  /** For what is on a page beside its entries. */
  private static final int RESERVED_BYTES = 64;

  /** What goes before each entry, at most. */
  private static final int ENTRY_OVERHEAD = 4;

  private int entries;
  private int bytes;

  /**
   * An empty page.
   *
   * @param wanted entries, as an unsigned number; 0: as many as is usual
   */
  public PageBudget(FrameKind kind, int wanted) {
    int limit = wanted == 0 ? DEFAULT_ENTRIES : wanted;
    entries = limit < 0 ? Limits.MAX_PAGE : Math.min(limit, Limits.MAX_PAGE);
    bytes = kind.maxHeader() - RESERVED_BYTES;
  }

  /** How many entries still fit, if their bytes do. */
  int entries() {
    return entries;
  }

  /** Takes room for an entry, if there is some. */
  public boolean take(MessageLite entry) {
    int size = entry.getSerializedSize() + ENTRY_OVERHEAD;
    if (entries == 0 || size > bytes) {
      return false;
    }
    entries--;
    bytes -= size;
    return true;
  }
}
