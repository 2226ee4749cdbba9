package dev.shoal.tracker.internal.codec;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;

/**
 * Walks through the fields of an encoded Protobuf message, as the Protocol Buffers encoding
 * describes it. A reusable object of one thread.
 *
 * <p>What does not parse is {@link ErrorCode#PROTOCOL_VIOLATION}.
 */
final class FieldReader {
  /** Wire types. */
  static final int VARINT = 0;

  static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  private static final int START_GROUP = 3;
  private static final int END_GROUP = 4;
  private static final int FIXED32 = 5;

  private static final int TYPE_BITS = 3;
  private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;
  private static final int MAX_VARINT_SHIFT = 63;

  /** As deep as the generated parsers go, messages within messages included. */
  private static final int MAX_DEPTH = 100;

  private ByteBuf in;
  private int at;
  private int end;
  private int tag;

  /** How many messages this one lies within. */
  private final int depth;

  /**
   * Reads nothing at first.
   *
   * @param none an empty buffer
   * @param depth how many messages those that it will read lie within
   */
  FieldReader(ByteBuf none, int depth) {
    in = none;
    this.depth = depth;
  }

  /** Begins with the bytes from one index of a buffer to another. */
  void begin(ByteBuf buffer, int from, int to) {
    in = buffer;
    at = from;
    end = to;
  }

  /** Goes on to the next field; false at the end. What there is of the one before has been read. */
  boolean next() throws ProtocolException {
    if (at == end) {
      return false;
    }
    long read = varint();
    tag = (int) read;
    if (tag >>> TYPE_BITS == 0) {
      throw malformed("a field has the number 0");
    }
    return true;
  }

  /** Whether the field has that number and wire type; otherwise it is to be {@link #skip}ped. */
  boolean is(int number, int type) {
    return tag == (number << TYPE_BITS | type);
  }

  /** The field's value. */
  boolean bool() throws ProtocolException {
    return varint() != 0;
  }

  /** The field's value. */
  long varint() throws ProtocolException {
    long value = 0;
    for (int shift = 0; shift <= MAX_VARINT_SHIFT; shift += 7) {
      byte read = in.getByte(take(1));
      value |= (long) (read & 0x7F) << shift;
      if (read >= 0) {
        return value;
      }
    }
    throw malformed("a number has more than ten bytes");
  }

  /** The field's value. */
  long fixed64() throws ProtocolException {
    return in.getLongLE(take(Long.BYTES));
  }

  /** Reads the length of the field, whose bytes {@link #bytes} then gives. */
  int length() throws ProtocolException {
    int length = (int) varint();
    if (length < 0) {
      throw malformed("a field has a negative length");
    }
    return length;
  }

  /** The index of the next bytes, which are read with this. */
  int bytes(int length) throws ProtocolException {
    return take(length);
  }

  /** Passes over a field that is not known. */
  void skip() throws ProtocolException {
    skip(depth);
  }

  private void skip(int level) throws ProtocolException {
    switch (tag & TYPE_MASK) {
      case VARINT -> varint();
      case FIXED64 -> take(Long.BYTES);
      case LENGTH_DELIMITED -> take(length());
      case FIXED32 -> take(Integer.BYTES);
      case START_GROUP -> skipGroup(tag >>> TYPE_BITS, level + 1);
      default -> throw malformed("a field has no valid wire type");
    }
  }

  private void skipGroup(int number, int level) throws ProtocolException {
    if (level > MAX_DEPTH) {
      throw malformed("groups are nested too deeply");
    }
    while (next()) {
      if ((tag & TYPE_MASK) == END_GROUP) {
        if (tag >>> TYPE_BITS != number) {
          throw malformed("a group ends that has not begun");
        }
        return;
      }
      skip(level);
    }
    throw malformed("a group does not end");
  }

  private int take(int length) throws ProtocolException {
    if (length > end - at) {
      throw malformed("it ends within a field");
    }
    int from = at;
    at += length;
    return from;
  }

  private static ProtocolException malformed(String why) {
    return new ProtocolException(
        ErrorCode.PROTOCOL_VIOLATION, "a request has a malformed header: " + why);
  }
}
