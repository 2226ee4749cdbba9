package dev.shoal.tracker.internal.catalogue;

import dev.shoal.protocol.PeerId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Gives every publisher a small number, so that an entry needs not hold the peer id. */
final class Publishers implements IdTable.Ids {
  private static final int PAGE_BITS = 6;
  private static final int PAGE = 1 << PAGE_BITS;

  private final List<byte[]> pages = new ArrayList<>();
  private final IdTable table;

  Publishers(RandomGenerator random) {
    table = new IdTable(this, random);
  }

  /** The publisher's number, a new one if it has none. */
  int number(byte[] publisher) {
    int known = table.find(publisher);
    if (known >= 0) {
      return known;
    }
    int number = table.size();
    if (number == pages.size() * PAGE) {
      pages.add(new byte[PAGE * PeerId.LENGTH]);
    }
    System.arraycopy(publisher, 0, bytes(number), offset(number), PeerId.LENGTH);
    table.add(number);
    return number;
  }

  PeerId get(int number) {
    int offset = offset(number);
    return PeerId.fromBytes(Arrays.copyOfRange(bytes(number), offset, offset + PeerId.LENGTH));
  }

  @Override
  public byte[] bytes(int number) {
    return pages.get(number >>> PAGE_BITS);
  }

  @Override
  public int offset(int number) {
    return (number & (PAGE - 1)) * PeerId.LENGTH;
  }
}
