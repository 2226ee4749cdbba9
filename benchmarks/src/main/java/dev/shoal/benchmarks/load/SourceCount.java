package dev.shoal.benchmarks.load;

import dev.shoal.protocol.PackedAddress;
import io.netty.buffer.ByteBuf;

/** Counts the sources of an answer without parsing more than it has to. */
final class SourceCount {
  private static final int FIRST_TAG = 0x0a; // field 1, length-delimited
  private static final int FIELD = 1 << 3;
  private static final int ADDRESS_FIELDS = 4; // the first two of IPv4, the others of IPv6

  private SourceCount() {}

  /** Of a {@code Sources} header whose fields come in their order; otherwise of what precedes. */
  static int of(ByteBuf bytes, int headerAt, int headerLength) {
    int at = headerAt;
    int end = headerAt + headerLength;
    int count = 0;
    for (int field = 0; field < ADDRESS_FIELDS && at + 1 < end; field++) {
      if (bytes.getByte(at) != FIRST_TAG + field * FIELD) {
        continue;
      }
      int length = bytes.getByte(++at);
      if (length < 0) { // a varint of two bytes: at most 256 sources of 18 bytes
        length = (length & 0x7F) | (bytes.getByte(++at) << 7);
      }
      at += 1 + length;
      count += length / (field < 2 ? PackedAddress.V4_LENGTH : PackedAddress.V6_LENGTH);
    }
    return count;
  }
}
